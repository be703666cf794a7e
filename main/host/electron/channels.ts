// Names of what page and main process say to each other beside the services.

export const channels = {
  requestPort: 'narashi:request-port',
  port: 'narashi:port',
  pickFolder: 'narashi:pick-folder',
  pickFiles: 'narashi:pick-files',
  grantDropped: 'narashi:grant-dropped',
  saveAs: 'narashi:save-as',
} as const;

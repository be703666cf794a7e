// Modules that the plugins of renderer/build make while the renderer is built.
declare module 'virtual:guide/*' {
  const guide: import('./screens/guide/document.ts').Guide;
  export default guide;
}
declare module 'virtual:licences' {
  const licences: readonly import('./screens/settings/licence.ts').Licence[];
  export default licences;
}

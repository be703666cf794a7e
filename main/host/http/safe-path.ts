// Names that come with an upload, made into a path that cannot leave the folder of the upload.
import { NarashiError } from '../../../shared/contract/errors/index.ts';

/** CON, NUL and their like name devices on Windows, whatever follows the first dot, and spaces before it. */
const device = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(\..*)?$/iu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
const everywhere = /[\u0000-\u001f\u007f\\]/u;
const onWindows = /[<>:"|?*]|[. ]$/u;

/**
 * The parts of a relative path with `/` between them.
 * @throws NarashiError host.upload-name
 */
export function safeParts(path: string, platform: NodeJS.Platform = process.platform): string[] {
  const parts = path.split('/');
  const bad =
    path.length > 2_000 || parts.length > 30 || !path.isWellFormed() || !parts.every((part) => isSafe(part, platform));
  if (bad) throw new NarashiError('host.upload-name', { name: path.slice(0, 200) });
  return parts;
}

function isSafe(part: string, platform: NodeJS.Platform): boolean {
  if (part === '' || part === '.' || part === '..' || Buffer.byteLength(part) > 255 || everywhere.test(part))
    return false;
  return platform !== 'win32' || !(onWindows.test(part) || device.test(part));
}

// Settings of a broker, proved before the first attempt: what is wrong in them no waiting would put right.
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { NarashiError } from '../../../shared/contract/errors/index.ts';

export interface BrokerOptions {
  /** mqtt://name:1883 or mqtts://name:8883. */
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  /** Certificate (PEM) of the authority that signed the broker's, where it is not a public one. */
  readonly caFile?: string;
  /** No two connections of a broker may have the same: each would cut off the other. */
  readonly clientId: string;
}

export interface Broker {
  readonly protocol: 'mqtt' | 'mqtts';
  readonly host: string;
  readonly port: number;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly ca: string | undefined;
  readonly clientId: string;
  /** Address for people, without a password. */
  readonly shown: string;
}

export async function brokerOf({ url, caFile, clientId, ...login }: BrokerOptions): Promise<Broker> {
  const address = addressOf(url);
  return {
    ...address,
    username: login.username ?? address.username,
    password: login.password ?? address.password,
    ca: caFile === undefined ? undefined : await certificate(caFile),
    clientId,
  };
}

function addressOf(text: string): Omit<Broker, 'ca' | 'clientId'> {
  const url = URL.parse(text);
  const protocol = url?.protocol.slice(0, -1);
  if (!url?.hostname || (protocol !== 'mqtt' && protocol !== 'mqtts')) {
    throw new NarashiError('inspect.broker-address', { url: text.replace(/\/\/[^/]*@/, '//') });
  }
  return {
    protocol,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (protocol === 'mqtts' ? 8883 : 1883),
    username: plain(url.username),
    password: plain(url.password),
    shown: `${protocol}://${url.host}`,
  };
}

/** A part of an address as it was before it was made fit for one. */
function plain(part: string): string | undefined {
  if (part === '') return undefined;
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Without a slash at its end. */
export function prefixOf(topic: string): string {
  const prefix = topic.replace(/\/+$/, '');
  if (prefix === '' || prefix.startsWith('$') || /[+#\0]/.test(prefix)) {
    throw new NarashiError('inspect.topic-prefix', { prefix: topic });
  }
  return prefix;
}

async function certificate(path: string): Promise<string> {
  try {
    const text = await readFile(path, 'utf8');
    new X509Certificate(text);
    return text;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new NarashiError('inspect.certificate-unreadable', { path, reason }, { cause: error });
  }
}

// Sentences about an inspection on the line and the buses it speaks on.
export const inspectMessages = {
  'inspect.port-in-use': {
    en: 'Port {port} is already used by another program, so the PLC could not reach this inspection. It was not started; models and results are kept. Close the other program or choose another port here and in the PLC.',
    ja: 'ポート{port}は別のプログラムが使用中のため、PLCから接続できません。検査は開始していません。モデルと結果は保持しています。別のプログラムを終了するか、この設定とPLCの両方でポート番号を変えてください。',
  },
  'inspect.port-forbidden': {
    en: 'This PC does not let Narashi use port {port}. The inspection was not started; models and results are kept. Choose a port above 1023 here and in the PLC, or have the administrator allow this one.',
    ja: 'このPCではNarashiがポート{port}を使用できません。検査は開始していません。モデルと結果は保持しています。この設定とPLCの両方で1024以上のポート番号にするか、管理者に許可を依頼してください。',
  },
  'inspect.port-not-opened': {
    en: 'Port {port} of the address {host} could not be opened: {reason}. The inspection was not started; models and results are kept. Check that the address is one of this PC and that the network cable is connected.',
    ja: 'アドレス {host} のポート{port}を開けませんでした：{reason}。検査は開始していません。モデルと結果は保持しています。このPCのアドレスであること、LANケーブルが接続されていることを確認してください。',
  },
  'inspect.broker-address': {
    en: 'The address of the MQTT broker cannot be used: {url}. The inspection was not started; models and results are kept. Enter it as mqtt://name:1883, or mqtts://name:8883 for an encrypted connection.',
    ja: 'MQTTブローカーのアドレスを使用できません：{url}。検査は開始していません。モデルと結果は保持しています。mqtt://名前:1883、暗号化する場合は mqtts://名前:8883 の形で入力してください。',
  },
  'inspect.topic-prefix': {
    en: 'The MQTT topic "{prefix}" cannot be published to. The inspection was not started; models and results are kept. Use a name such as plant/line1, without +, # or a $ in front.',
    ja: 'MQTTトピック「{prefix}」には送信できません。検査は開始していません。モデルと結果は保持しています。plant/line1 のような名前にし、+、#、先頭の $ は使わないでください。',
  },
  'inspect.certificate-unreadable': {
    en: 'The certificate of the MQTT broker could not be read from {path}: {reason}. The inspection was not started; models and results are kept. Choose the CA file (PEM) that the administrator of the broker gives out.',
    ja: 'MQTTブローカーの証明書を {path} から読み取れませんでした：{reason}。検査は開始していません。モデルと結果は保持しています。ブローカーの管理者から受け取ったCAファイル（PEM形式）を選んでください。',
  },
  'inspect.broker-refused': {
    en: 'The MQTT broker {url} refuses the connection: {reason}. The inspection goes on and keeps the last results until it is let in. Check user name, password and client ID.',
    ja: 'MQTTブローカー {url} が接続を拒否しています：{reason}。検査は続行し、接続できるまで最近の結果を保持します。ユーザー名、パスワード、クライアントIDを確認してください。',
  },
  'inspect.broker-unreachable': {
    en: 'The MQTT broker {url} cannot be reached: {reason}. The inspection goes on, keeps the last results and tries again by itself. Check the address, the network and the certificate.',
    ja: 'MQTTブローカー {url} に接続できません：{reason}。検査は続行し、最近の結果を保持して自動で再接続します。アドレス、ネットワーク、証明書を確認してください。',
  },
} as const;

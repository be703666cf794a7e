// Sentences about the audit log.
export const auditMessages = {
  'audit.head-differs': {
    en: 'The audit log does not end where its head file (audit.head) says, so nothing can be added to it. Nothing was changed; models keep their stages. Run “narashi audit verify”, then restore a backup, or go on with “narashi audit continue”, which records the reason.',
    ja: '監査記録の末尾が控え（audit.head）と一致しないため、記録を追加できません。何も変更しておらず、モデルの段階もそのままです。「narashi audit verify」で調べ、バックアップを復元するか、「narashi audit continue」で理由を記録して続けてください。',
  },
  'audit.fits': {
    en: 'The audit log ends where its head file says, so there is nothing to continue. Nothing was changed. To check all of it, run “narashi audit verify”.',
    ja: '監査記録の末尾は控えと一致しているため、続け直す必要はありません。何も変更していません。全体の確認は「narashi audit verify」を実行してください。',
  },
} as const;

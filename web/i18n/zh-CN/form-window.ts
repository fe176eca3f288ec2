/** 业务办理服务确认单: words of the taxpayer’s own pages. */
export const formWindow = {
  title: '填写材料',
} as const;

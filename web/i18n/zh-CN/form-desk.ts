/** 业务办理服务确认单: words of the officers’s own pages. */
export const formDesk = {
  title: '发送确认单',
} as const;

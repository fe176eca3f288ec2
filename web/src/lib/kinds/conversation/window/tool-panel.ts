/** Panel that a tool opens between the row of tools and the box; one at a time. */
export type ToolPanel = 'font' | 'voice' | 'capture';

/** OpenAPI summaries of the commands that mean the same for every kind. */
export const sharedSummaries = {
  claim: 'Take a case that nobody holds',
  release: 'Give a case back',
  handOver: 'Hand a case over to a colleague; a message also to another centre',
  rate: 'Rate how the matter was dealt with',
  reassign: 'Give a case to another officer (supervisors)',
  end: 'End a case with a reason (supervisors)',
  askPapers: 'Ask the taxpayer for papers',
  reviewPapers: 'Accept papers, return them with a reason, or waive them',
} as const;

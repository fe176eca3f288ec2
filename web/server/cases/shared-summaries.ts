/** OpenAPI summaries of the commands that mean the same for every kind. */
export const sharedSummaries = {
  claim: 'Claim a case that has no assignee',
  release: 'Release a case to the centre',
  handOver: 'Hand over a case to a colleague; a message also to another centre',
  rate: 'Rate how the matter was dealt with',
  reassign: 'Reassign a case to another officer (supervisors)',
  end: 'End a case with a reason (supervisors)',
  askPapers: 'Ask the taxpayer for papers',
  reviewPapers: 'Accept papers, return them with a reason, or waive them',
} as const;

/** The tabs beside the pictures, in their order. */
export const reviewTabs = ['summary', 'document', 'checks', 'faces', 'history', 'json'] as const;
export type ReviewTab = (typeof reviewTabs)[number];

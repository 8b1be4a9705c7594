import { words } from '~/i18n/useWords';

/** What leads from a request to its SPBE proposal. */
export const proposalNoticeWords = words(
  {
    title: 'Usulan {number}',
    text: 'Ketiga dokumen, penilaian per poin, kajian, dan keputusan ada di halaman usulan.',
    open: 'Buka usulan',
    review: 'Tinjau usulan',
  },
  {
    title: 'Proposal {number}',
    text: 'The three documents, the review of each point, the study and the decisions are at the proposal.',
    open: 'Open the proposal',
    review: 'Review the proposal',
  },
);

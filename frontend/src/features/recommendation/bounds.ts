/** The longest that each part of a record may be, in characters, as the server bounds it. */
export const longestOfRecord = { number: 160, note: 4000, why: 1000 };

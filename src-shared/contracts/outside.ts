/** What is said of a file that lies outside of the granted folders, by which pages know that a grant would help. */
export const OUTSIDE = 'the file lies outside the folders that this session may open';

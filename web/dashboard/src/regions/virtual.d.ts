declare module 'virtual:regions' {
  /** Where the files of the countries are. */
  export const FOLDER: string;
  /** The two letters of those that have one, with spaces between. */
  export const COUNTRIES: string;
}

/** What the dashboard asks for and says, which its opening does, too. */
export const RECENT_PARAMS = { maxNumSources: 8 };
export const NEWS_PARAMS = { numItems: 15 };

export const NOTHING_SAVED = 'Your groups have saved nothing yet. Save a candidate while scanning.';
export const NO_NEWS = 'Nothing has happened to the sources that you see.';

export const NEWS_VERBS: Readonly<Record<string, string>> = {
  source: 'saved',
  classification: 'classified',
  comment: 'commented on',
};

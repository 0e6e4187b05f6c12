export type Category = 'fatal' | 'warning' | 'business_exception';

export const CATEGORIES: Record<Category, string> = {
  fatal: 'a playback failure',
  warning: 'a warning: playback went on',
  business_exception: 'a business exception: no failure',
};

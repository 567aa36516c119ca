// SPDX-License-Identifier: AGPL-3.0-or-later
//
// device — what this browser remembers.  It may be forbidden to, so nothing depends on it.

export const recall = (key: string): string | null => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};

export const remember = (key: string, value: string): void => {
  try {
    localStorage.setItem(key, value);
  } catch {
    // see above
  }
};

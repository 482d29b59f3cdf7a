/** What a phone's camera makes, with room; below what the server lets through before it looks. */
export const MAX_PHOTO_BYTES = 8 * 1024 * 1024

export const PHOTO_TYPES = ['image/jpeg', 'image/png', 'image/webp']

/** Of one space: as many as its table has places for. */
export const MOST_PHOTOS = 8

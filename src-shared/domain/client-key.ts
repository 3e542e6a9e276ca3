import { z } from 'zod';

/** A customer's key is a reference of your own, at most as long as a UUID; no personal data by contract. */
export const maxClientKeyLength = 36;

/** A customer's key as it is taken in, whichever way it comes. What was taken in before is read whatever its length. */
export const clientKeySchema = z.string().min(1).max(maxClientKeyLength);

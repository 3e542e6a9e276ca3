import { z } from 'zod';

// Imported for its effect, before any schema exists: zod asks whether `new Function` works when a schema is made, and
// the page's content security policy would report each question as a violation.
z.config({ jitless: true });

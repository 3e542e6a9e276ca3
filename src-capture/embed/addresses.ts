import type { embedOriginsPath as originsOfContract, widgetApi } from '#shared/api/widget-contract.ts';
import type { capturePagePath as pageOfContract } from '#shared/api/person-contract.ts';

// The contract's own addresses, held to it by their types: its modules would bring every schema of the intake along.

export const embedOriginsPath: typeof originsOfContract = '/c/embed.json';
export const capturePagePath: typeof pageOfContract = '/c';
export const allowedPath: (typeof widgetApi)['allowed']['path'] = '/api/widget/v1/allowed';
export const beginPath: (typeof widgetApi)['begin']['path'] = '/api/widget/v1/begin';

/** The domains as people call them. */
const names = { duff: 'Duff Beer', retail: 'Retail', restaurant: 'Restaurants' };

export const domainName = (domain) => names[domain] ?? domain;

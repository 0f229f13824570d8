// Where the shop's visitors live: cities with their region and country, by weight.
// The United States by the Census Bureau's four regions; everyone else is abroad. Only data.

export type Area = 'Northeast' | 'Midwest' | 'South' | 'West' | 'Abroad';

export type Place = {
  readonly area: Area;
  readonly city: string;
  readonly region: string;
  /** The USPS code of a state of the United States, else empty. */
  readonly code: string;
  readonly country: string;
  readonly weight: number;
};

const domestic =
  (area: Area) =>
  ([city, region, code, weight]: readonly [string, string, string, number]): Place => ({
    area,
    city,
    region,
    code,
    country: 'United States',
    weight,
  });

const foreign = ([city, region, country, weight]: readonly [string, string, string, number]): Place => ({
  area: 'Abroad',
  city,
  region,
  code: '',
  country,
  weight,
});

const northeast = [
  ['New York', 'New York', 'NY', 22],
  ['Buffalo', 'New York', 'NY', 3],
  ['Boston', 'Massachusetts', 'MA', 8],
  ['Philadelphia', 'Pennsylvania', 'PA', 7],
  ['Newark', 'New Jersey', 'NJ', 6],
  ['Hartford', 'Connecticut', 'CT', 2],
  ['Providence', 'Rhode Island', 'RI', 2],
  ['Portland', 'Maine', 'ME', 1],
  ['Burlington', 'Vermont', 'VT', 1],
] as const;

const midwest = [
  ['Chicago', 'Illinois', 'IL', 13],
  ['Detroit', 'Michigan', 'MI', 6],
  ['Columbus', 'Ohio', 'OH', 6],
  ['Minneapolis', 'Minnesota', 'MN', 5],
  ['Milwaukee', 'Wisconsin', 'WI', 4],
  ['Indianapolis', 'Indiana', 'IN', 4],
  ['St. Louis', 'Missouri', 'MO', 3],
  ['Omaha', 'Nebraska', 'NE', 2],
] as const;

const south = [
  ['Houston', 'Texas', 'TX', 10],
  ['Austin', 'Texas', 'TX', 8],
  ['Miami', 'Florida', 'FL', 9],
  ['Atlanta', 'Georgia', 'GA', 8],
  ['Charlotte', 'North Carolina', 'NC', 5],
  ['Nashville', 'Tennessee', 'TN', 4],
  ['Richmond', 'Virginia', 'VA', 4],
  ['Washington, D.C.', 'District of Columbia', 'DC', 4],
  ['Baltimore', 'Maryland', 'MD', 3],
  ['New Orleans', 'Louisiana', 'LA', 2],
  ['Louisville', 'Kentucky', 'KY', 2],
] as const;

const west = [
  ['Los Angeles', 'California', 'CA', 16],
  ['San Francisco', 'California', 'CA', 9],
  ['Seattle', 'Washington', 'WA', 8],
  ['Denver', 'Colorado', 'CO', 6],
  ['Phoenix', 'Arizona', 'AZ', 5],
  ['Portland', 'Oregon', 'OR', 4],
  ['Las Vegas', 'Nevada', 'NV', 3],
  ['Salt Lake City', 'Utah', 'UT', 2],
  ['Honolulu', 'Hawaii', 'HI', 1],
] as const;

const abroad = [
  ['London', 'England', 'United Kingdom', 18],
  ['Edinburgh', 'Scotland', 'United Kingdom', 3],
  ['Toronto', 'Ontario', 'Canada', 10],
  ['Montréal', 'Québec', 'Canada', 4],
  ['Berlin', 'Berlin', 'Germany', 8],
  ['Köln', 'Nordrhein-Westfalen', 'Germany', 4],
  ['Paris', 'Île-de-France', 'France', 7],
  ['Zürich', 'Zürich', 'Switzerland', 3],
  ['Madrid', 'Comunidad de Madrid', 'Spain', 4],
  ['Roma', 'Lazio', 'Italy', 4],
  ['Amsterdam', 'Noord-Holland', 'Netherlands', 4],
  ['Göteborg', 'Västra Götaland', 'Sweden', 2],
  ['Kraków', 'Małopolskie', 'Poland', 3],
  ['Dublin', 'Leinster', 'Ireland', 3],
  ['São Paulo', 'São Paulo', 'Brazil', 7],
  ['Ciudad de México', 'CDMX', 'Mexico', 5],
  ['Bengaluru', 'Karnataka', 'India', 9],
  ['東京', '東京都', 'Japan', 5],
  ['Seoul', 'Seoul', 'South Korea', 3],
  ['Sydney', 'New South Wales', 'Australia', 6],
  ['Auckland', 'Auckland', 'New Zealand', 2],
  ['Singapore', '(not set)', 'Singapore', 2],
  // The country, not the state: its users must stay out of the South.
  ['Tbilisi', 'Tbilisi', 'Georgia', 1],
] as const;

export const PLACES: readonly Place[] = [
  ...northeast.map(domestic('Northeast')),
  ...midwest.map(domestic('Midwest')),
  ...south.map(domestic('South')),
  ...west.map(domestic('West')),
  ...abroad.map(foreign),
];

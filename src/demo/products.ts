// What the shop sells. Prices are whole cents; the tier bounds them (small at most 40.00, large from 130.00), and
// the cast of users relies on these bounds. Names carry commas, quotes and other scripts on purpose. Only data.

export type Tier = 'small' | 'medium' | 'large';

export type Product = {
  readonly tier: Tier;
  readonly priceCents: number;
  readonly category: string;
  readonly id: string;
  readonly name: string;
  readonly brand: string;
};

type Row = readonly [id: string, priceCents: number, category: string, name: string, brand: string];

const rows: readonly Row[] = [
  ['MUG-012', 1250, 'Drinkware', 'Mug, 12 oz, "Sunrise"', 'Strata Home'],
  ['MUG-016', 1490, 'Drinkware', 'Mug, 16 oz, speckled', 'Strata Home'],
  ['BTL-500', 2400, 'Drinkware', 'Steel bottle 500 ml', 'Nordlys'],
  ['BTL-750', 2995, 'Drinkware', 'Steel bottle 750 ml', 'Nordlys'],
  ['STK-001', 350, 'Stationery', 'Sticker sheet', '(not set)'],
  ['NTB-A50', 1180, 'Stationery', 'Notebook A5, dotted', 'Müller & Söhne'],
  ['NTB-A40', 1620, 'Stationery', 'Notebook A4, ruled', 'Müller & Söhne'],
  ['PEN-003', 890, 'Stationery', 'Gel pen, set of 3', '鳩居堂'],
  ['CAL-001', 1990, 'Stationery', 'Wall calendar 24" x 18"', ''],
  ['TEE-W01', 2250, 'Apparel', "Women's tee, short sleeve", 'Café Noir'],
  ['TEE-M01', 2250, 'Apparel', "Men's tee, short sleeve", 'Café Noir'],
  ['CAP-001', 1900, 'Apparel', 'Cap, washed cotton', 'Fjäll'],
  ['SOC-002', 1200, 'Apparel', 'Socks, 2 pairs', 'Fjäll'],
  ['TOT-001', 1750, 'Bags', 'Tote bag "Read more"', 'Strata Home'],
  ['CBL-USB', 1499, 'Electronics', 'USB-C cable, 2 m', 'Voltwerk'],
  ['CAN-001', 2600, 'Home', 'Candle, cedar & fig', 'Café Noir'],
  ['POT-010', 3400, 'Home', 'Plant pot ø 10 cm', 'Nordlys'],
  ['TOY-DIN', 1650, 'Kids', 'Dinosaur, plush', 'Piñata Kids'],
  ['HOD-001', 5800, 'Apparel', 'Hoodie, heavy', 'Fjäll'],
  ['JKT-LGT', 9900, 'Apparel', 'Jacket, light', 'Fjäll'],
  ['BAG-DAY', 7450, 'Bags', 'Day pack, 18 l', 'Nordlys'],
  ['BAG-MSG', 8900, 'Bags', 'Messenger bag, waxed', 'Strata Home'],
  ['HDP-001', 7999, 'Electronics', 'Headphones, on-ear', 'Voltwerk'],
  ['PWB-020', 4995, 'Electronics', 'Power bank 20,000 mAh', 'Voltwerk'],
  ['LMP-DSK', 6500, 'Home', 'Desk lamp', 'Müller & Söhne'],
  ['BLK-WOL', 8800, 'Home', 'Blanket, lambswool', 'Fjäll'],
  ['BLO-100', 4550, 'Kids', 'Building blocks, 100 pieces', 'Piñata Kids'],
  ['SCO-001', 9500, 'Kids', 'Scooter', 'Piñata Kids'],
  ['CAM-360', 24900, 'Electronics', 'Camera, "all round" 360°', 'Voltwerk'],
  ['SPK-002', 15900, 'Electronics', 'Speakers, pair', 'Voltwerk'],
  ['HDP-ANC', 22900, 'Electronics', 'Headphones, noise cancelling', 'Voltwerk'],
  ['CHR-001', 28900, 'Home', 'Desk chair', 'Müller & Söhne'],
  ['RUG-140', 18900, 'Home', 'Rug 140 x 200', 'Nordlys'],
  ['CST-CAB', 13900, 'Bags', 'Cabin case, 36 l', 'Nordlys'],
  ['PRK-001', 19900, 'Apparel', 'Parka, down', 'Fjäll'],
];

function tierOf(priceCents: number): Tier {
  if (priceCents <= 4000) return 'small';
  return priceCents < 13000 ? 'medium' : 'large';
}

export const PRODUCTS: readonly Product[] = rows.map(([id, priceCents, category, name, brand]) => ({
  tier: tierOf(priceCents),
  priceCents,
  category,
  id,
  name,
  brand,
}));

export const CATEGORIES: readonly string[] = [...new Set(PRODUCTS.map((product) => product.category))];

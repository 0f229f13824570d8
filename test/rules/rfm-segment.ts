// The RFM segment of one user by section 10 of the semantics, with the default version's cut points; written plainly
// and apart from src. Days are whole days from the last order to the as-of time.

export function rfmSegment(days: number, transactions: number, revenue: number): string {
  if (transactions === 0) return 'No Orders';
  const recency = 5 - below([7, 30, 60, 120], days);
  const frequency = 1 + below([1, 2, 3, 5], transactions);
  const monetary = 1 + below([50, 100, 250, 500], revenue);
  if (recency >= 4 && frequency >= 4 && monetary >= 4) return 'Champions';
  if (recency >= 3 && frequency >= 3) return 'Loyal';
  if (recency >= 4 && frequency === 1) return 'New';
  if (recency >= 3) return 'Promising';
  if (frequency >= 4 && monetary >= 4) return 'Cannot Lose';
  if (frequency >= 3) return 'At Risk';
  return recency === 2 ? 'Hibernating' : 'Lost';
}

function below(cuts: readonly number[], value: number): number {
  return cuts.filter((cut) => cut < value).length;
}

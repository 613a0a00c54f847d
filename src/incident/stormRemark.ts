const STORM = 'Storm: ';

/** What an incident gathers, where it is a storm's: "Storm: 5012 alerts; 83 % share rack=r12". */
export function stormRemark(remarks: readonly string[]): string | null {
  return remarks.find((remark) => remark.startsWith(STORM)) ?? null;
}

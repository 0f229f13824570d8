// The option that names a platform: one that there is none of is wrong usage, told with the legal ones.
import { Option } from 'commander';
import { PLATFORMS } from '../exports/service.ts';

export function platformOption(description: string): Option {
  return new Option('--platform <key>', description).choices(PLATFORMS.map(({ key }) => key));
}

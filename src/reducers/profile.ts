import type { Facts, Profile } from "../models/facts";
import { hasNews, withNews } from "./generated/profile-values";
import type { ProfileRules } from "./profile-rules";

/** Keeps the last known value of each plain fact; some are only filled, and some are left alone. */
export function foldProfile(known: Profile, facts: Facts, rules: ProfileRules): Profile {
  return hasNews(known, facts, rules) ? withNews(known, facts, rules) : known;
}

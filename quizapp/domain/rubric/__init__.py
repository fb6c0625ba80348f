"""How an answer in one's own words is understood, and held against the points that a good one makes."""

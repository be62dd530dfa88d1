"""``python -m utils.capstone``: compute the ladder's rows of the leaderboard again."""

from utils.capstone import ladder_rows
from utils.capstone.leaderboard import LADDER
from utils.files import write_whole

if __name__ == "__main__":
    ladder = ladder_rows().round(4)
    write_whole(LADDER, ladder.to_csv())
    print(ladder)

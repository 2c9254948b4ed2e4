"""Records tests/contract/golden from the real worker: PYTHONPATH=tests python -m contract.record
[scene ...]."""
import json
import pathlib
import sys

from support.java import Broker, JavaConnect

from .player import Player, folder_of, groups, login

GOLDEN = pathlib.Path(__file__).parent / "golden"


def golden_file(scene):
    return GOLDEN / f"{scene.name.replace(' ', '_')}.json"


def answers_of_java(broker, scenes, group):
    """scene name -> its outcomes."""
    with folder_of(scenes) as folder:
        worker = JavaConnect(broker.bootstrap, group, properties=scenes[0].worker, name=f"java-{group}",
                             env=login(scenes, folder))
        try:
            player = Player(worker, folder, group)
            return {scene.name: player.play(scene) for scene in scenes}
        finally:
            worker.stop()


def main(wanted):
    GOLDEN.mkdir(exist_ok=True)
    broker = Broker()
    failed = 0
    try:
        for number, scenes in enumerate(groups("kafka")):
            scenes = [scene for scene in scenes if not wanted or scene.name in wanted]
            played = answers_of_java(broker, scenes, f"record{number}") if scenes else {}
            for scene in scenes:
                outcomes = played[scene.name]
                for name, outcome in outcomes.items():
                    if "failed" in outcome or "late" in outcome:
                        failed += 1
                        print(f"{scene.name} / {name}: {outcome.get('failed', 'late')}", file=sys.stderr)
                lines = ",\n".join(f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(outcome, ensure_ascii=False)}"
                                   for name, outcome in outcomes.items() if outcome)
                golden_file(scene).write_text("{\n" + lines + "\n}\n", encoding="utf-8",
                                               errors="backslashreplace")  # half a pair, as JSON writes it
                print(f"{scene.name}: {len(outcomes)} steps", flush=True)
    finally:
        broker.stop()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

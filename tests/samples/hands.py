"""Works with an open window: python3 hands.py [SOCKET]. Start one with: gpucluster view assets/mnist --listen"""
import json, os, socket, sys
runtime = os.environ.get("XDG_RUNTIME_DIR")
folder = runtime + "/gpucluster" if runtime else os.path.expanduser("~/.cache/gpucluster/sockets")
path = sys.argv[1] if len(sys.argv) > 1 else folder + "/view.sock"
window = socket.socket(socket.AF_UNIX)
window.connect(path)
lines = window.makefile("rw", encoding="utf-8", newline="\n")

def ask(**request):
    lines.write(json.dumps(request) + "\n")
    lines.flush()
    answer = json.loads(lines.readline() or sys.exit("the window has ended"))
    return answer["result"] if answer["ok"] else sys.exit(answer["error"])

ask(token=open(path + ".token").read())
print(ask(id=1, verb="wait", seconds=600)["count"], "samples")
print(ask(id=2, verb="select", where="class = 3")["count"], "threes")
print(ask(id=3, verb="picture", path="threes.png")["path"])
print(ask(id=4, verb="nearest", row=0, count=3)["nearest"])

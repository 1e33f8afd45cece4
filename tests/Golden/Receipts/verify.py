#!/usr/bin/env python3
"""Checks a home by what docs/guide/verify.md says, and by nothing else: verify.py HOME. Prints JSON; exits with 1 if a file is wrong."""
import datetime, hashlib, json, os, pathlib, re, sys

HOME, seen, wrong = sys.argv[1], set(), set()
counts = dict.fromkeys(("runs", "snapshots", "files", "withoutReceipt", "sourcesGone", "sourcesReplaced"), 0)
COUNTED = ("rowsRead", "accepted", "rejected", "blankLines", "repeatedKeys")
EPOCH, TIME, PLAIN = datetime.datetime(1970, 1, 1), "%Y-%m-%dT%H:%M:%S.%f", ("key", "partition", "rows", "bytes")

def first(name):
    return name not in seen and not seen.add(name)
def require(key, *conditions):
    if not all(conditions):
        wrong.add(key)
def pick(values, *names):
    return [values.get(name) for name in names]
def merkle(leaves):
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256().digest()
    left = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\1" + merkle(leaves[:left]) + merkle(leaves[left:])).digest()
def leaf(*values):
    texts = ["" if value is None else str(value) for value in values]
    return hashlib.sha256(b"\0" + "".join(f"{len(text.encode())}:{text}" for text in texts).encode()).digest()
def hash_of(path, start, end, prefix=b""):
    digest = hashlib.sha256(prefix)
    with open(path, "rb") as file:
        file.seek(start)
        while start < end and (block := file.read(min(1 << 20, end - start))):
            digest.update(block)
            start += len(block)
    return digest
def utc(text):
    return f"{datetime.datetime.fromisoformat(text.replace('Z', '+00:00')).astimezone(datetime.timezone.utc):{TIME}}"
def fingerprint(runs):
    texts = [" ".join([run["runId"], str(run["attempt"]), utc(run["sourceTime"]) + "0+00:00", run.get("receipt") or ""]) for run in runs]
    total = sum(int.from_bytes(hashlib.sha256(text.rstrip().encode()).digest(), "big") for text in texts)
    return f"{total % (1 << 256):064x}"
def key_of(path):
    """The key of a file, by the escapes of names. A name that ends with ~+ goes on in the next one."""
    names = [name[:-1] if len(name) > 1 and name.endswith("~") else name for name in path.replace("~+/", "").split("/")]
    texts = ["" if name == "~-" else re.sub("~u(....)|~(..)", lambda unit: chr(int(unit[1] or unit[2], 16)), name) for name in names]
    return "/".join(texts).encode("utf-16", "surrogatepass").decode("utf-16", "replace")

def read(key, needed=True):
    """The document and its seal; None if it is missing or damaged."""
    if key not in FILES:
        return require(key, not needed)
    content = pathlib.Path(FILES[key]).read_bytes()
    head, seal = b'{"seal":"', None
    if sum(a == b for a, b in zip(content, head)) >= len(head) - 1:
        seal = hashlib.sha256(content[75:]).hexdigest()
        if content[:75] != head + seal.encode() + b'",':
            return wrong.add(key)
    try:
        return json.loads(content), seal
    except ValueError:
        return wrong.add(key)

def check_file(key, size=None, digest=None):
    found = os.path.getsize(FILES[key]) if key in FILES else None
    if found is None or (size is not None and found != size):
        wrong.add(key)
    elif digest is not None:
        counts["files"] += 1
        require(key, hash_of(FILES[key], 0, found).hexdigest() == digest)

def check_source(source, time):
    key, corrects = source["key"], source.get("corrects")
    name = f"corrections/{corrects}/{source['version']}.csv" if corrects else f"landing:{key}"
    path = FILES.get(name, "") if corrects else os.path.join(HOME, "landing", key)
    link = os.path.join(HOME, "landing-links", hashlib.sha256(key.encode()).hexdigest()[:32] + ".json")
    if not corrects and os.path.isfile(link):
        path = json.loads(pathlib.Path(link).read_bytes())["Path"]
    if not os.path.isfile(path):
        counts["sourcesGone"] += 1
    elif not corrects and utc(time) != f"{EPOCH + datetime.timedelta(milliseconds=os.stat(path).st_mtime_ns // 10 ** 6):{TIME}}":
        counts["sourcesReplaced"] += 1
    elif os.path.getsize(path) != source["size"]:
        wrong.add(name)
    else:
        counts["files"] += 1
        size, head, piece = pick(source, "size", "head", "leafBytes")
        starts = [0] * (head > 0) + list(range(head, size, piece))
        leaves = [hash_of(path, start, end, b"\0").digest() for start, end in zip(starts, starts[1:] + [size])]
        require(name, merkle(leaves).hex() == source["root"])

def root_of_run(result):
    receipt, ledger, codes = result["receipt"], result["ledger"], result["ledger"].get("rejectsByCode", {})
    leaves = [leaf("run", *pick(result, "runId", "attempt"), *pick(receipt, "dataset", "contractVersion")),
              leaf("source", *pick(receipt["source"], "key", "version", "corrects", "size", "head", "leafBytes", "root")),
              leaf("ledger", *pick(ledger, *COUNTED), result["decodedBytes"], *(v for code in sorted(codes) for v in (code, codes[code])))]
    leaves += [leaf("part", *pick(part, *PLAIN, "digest")) for part in result["parts"]]
    leaves += [leaf("rejects", *pick(part, "key", "rows", "rowsBefore", "digest")) for part in result["rejects"]]
    leaves += [leaf("keys", *pick(part, "key", "rows", "bytes", "digest")) for part in result.get("keys") or []]
    return merkle(leaves).hex()

def check_run(run):
    name, attempt, root, parts = pick(run, "runId", "attempt", "receipt", "parts")
    if not first(f"{name}/a{attempt}"):
        return
    counts["runs"] += 1
    counts["withoutReceipt"] += root is None
    key = f"runs/{name}/a{attempt}/result.json"
    if (document := read(key, root is not None or (parts is None and run.get("pack") is None))) is None:
        return [check_file(part["key"], part["bytes"]) for part in parts or []]
    (result, seal), record = document, read(f"runs/{name}/run.json")
    ledger, own, rejects = result["ledger"], result.get("receipt") or {}, result["rejects"]
    accepted, rejected = ledger["accepted"], ledger["rejected"]
    require(key, [result["runId"], result["attempt"]] == [name, attempt], root in (None, own.get("root")), not own or seal,
            not own or root_of_run(result) == own["root"], ledger["rowsRead"] == accepted + rejected,
            rejected == sum(ledger.get("rejectsByCode", {}).values()) == sum(part["rows"] for part in rejects),
            accepted == sum(part["rows"] for part in result["parts"]),
            "rows" not in run or [run["rows"], run["rejected"]] == [accepted, rejected],
            parts is None or [pick(part, *PLAIN) for part in parts] == [pick(part, *PLAIN) for part in result["parts"]])
    for part in ([] if run.get("pack") else result["parts"]) + rejects + (result.get("keys") or []):
        check_file(part["key"], part.get("bytes"), part.get("digest"))
    own and check_source(own["source"], run["sourceTime"])
    if record is not None:
        record, seal = record
        same, shown = record["attempt"] == attempt and "ledger" in record, record.get("receipt")
        require(f"runs/{name}/run.json", record["id"] == name, not shown or seal, not (same and shown) or shown == own.get("root"),
                not same or pick(record["ledger"], *COUNTED) == pick(ledger, *COUNTED))

def check_lists(dataset, version):
    """Runs, segments and packs, as a manifest or a snapshot names them. Returns their fingerprint."""
    for segment in version.get("segments") or []:
        key = f"datasets/{dataset}/segments/{segment['id']}.json"
        if segment["id"] and first(key) and (document := read(key)) is not None:
            runs = document[0]["runs"]
            require(key, segment.get("seal") in (None, document[1]), pick(segment, "runs", "rows", "rejected", "fingerprint") == [
                len(runs), sum(run["rows"] for run in runs), sum(run["rejected"] for run in runs), fingerprint(runs)])
            for run in runs:
                check_run(run)
    for pack in version.get("packs") or []:
        if first(pack["key"]) and (document := read(pack["key"])) is not None:
            parts, runs = pick(document[0], "parts", "runs")
            require(pack["key"], pick(pack, "runs", "parts", "rows") == [len(runs), len(parts), sum(part["rows"] for part in parts)])
            for part in parts:
                check_file(part["key"], part["bytes"], part.get("digest"))
    for run in version["runs"]:
        check_run(run)
    total = sum(int(segment["fingerprint"], 16) for segment in version.get("segments") or [])
    return f"{total % (1 << 256):064x}" if version.get("segments") else fingerprint(version["runs"])

def check_dataset(key):
    if (document := read(key)) is not None:
        manifest, seal = document
        bound = [run.get("receipt") for run in manifest["runs"]] + [segment.get("seal") for segment in manifest.get("segments") or []]
        require(key, manifest["dataset"] == key.split("/")[1], seal or not any(bound))
        return check_lists(manifest["dataset"], manifest)

def root_of_snapshot(snapshot):
    leaves = [leaf("setting", *pair) for pair in sorted(snapshot["settings"].items())]
    leaves += [leaf("as of", *pair) for pair in sorted(snapshot["asOf"].items())]
    for name, version in sorted(snapshot["datasets"].items()):
        leaves.append(leaf("dataset", name, version["fingerprint"]))
        leaves += [leaf("segment", name, *pick(one, "prefix", "id", "seal")) for one in version.get("segments") or []]
        leaves += [leaf("pack", name, one["key"]) for one in version.get("packs") or []]
    for name, model in sorted(snapshot["models"].items()):
        leaves.append(leaf("model", name, *pick(model, "builtIn", "hash", "definition", "rows", "bytes")))
        leaves += [leaf("file", *pair) for pair in zip(model["parts"], model.get("digests") or [None] * len(model["parts"]))]
    return merkle(leaves).hex()

def check_snapshot(name, key, published, receipt=None):
    if (document := read(key)) is None:
        return
    (snapshot, seal), root = document, document[0].get("receipt")
    counts["snapshots"] += 1
    counts["withoutReceipt"] += root is None
    require(key, snapshot["id"] == name, not root or seal, not root or root == root_of_snapshot(snapshot), receipt in (None, root or ""))
    for model in snapshot["models"].values():
        for part, digest in zip(model["parts"], model.get("digests") or [None] * len(model["parts"])):
            if first(part):
                check_file(part, None, digest)
    for dataset, version in snapshot["datasets"].items():
        require(at := f"datasets/{dataset}/current.json", at in FILES or receipt is None or not (version["runs"] or "segments" in version))
        if published.get(dataset) != version["fingerprint"]:
            require(key, check_lists(dataset, version) == version["fingerprint"])

LAKE = os.path.join(HOME, "lake", "")
PATHS = [os.path.join(folder, name) for folder, _, names in os.walk(LAKE) for name in names]
FILES = {key_of(path[len(LAKE):]): path for path in PATHS if "/." not in path[len(LAKE) - 1:]}
SHOWN = "snapshots/current.json"
published = {key.split("/")[1]: check_dataset(key) for key in sorted(FILES) if re.fullmatch("datasets/[^/]+/current.json", key)}
pointer, seal = read(SHOWN, needed=False) or ({}, None)
require(SHOWN, not pointer.get("receipt") or seal)
if shown := pointer.get("snapshot"):
    check_snapshot(shown, f"snapshots/{shown}.json", published, pointer.get("receipt") or "")
others = [key for key in sorted(FILES) if re.fullmatch("snapshots/[^/]+.json", key) and key not in (SHOWN, f"snapshots/{shown}.json")]
for key in others:
    if not shown or key[10:-5] <= (pointer.get("built") or shown):
        check_snapshot(key[10:-5], key, published)
require(SHOWN, shown or len(others) < 2)
for key in [key for key in sorted(FILES) if key.startswith("snapshots/names/")]:
    named, _ = read(key) or ({"isGone": True}, None)
    if not named.get("isGone"):
        check_snapshot(named["snapshot"], f"snapshots/{named['snapshot']}/snapshot.json", published)
print(json.dumps({**counts, "ok": not wrong, "wrong": sorted(wrong)}))
sys.exit(1 if wrong else 0)

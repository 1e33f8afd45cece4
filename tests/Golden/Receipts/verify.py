#!/usr/bin/env python3
"""Checks a home by what docs/guide/verify.md says, and by nothing else: verify.py HOME. Prints JSON; exits with 1 if a file is wrong."""
import collections, datetime, functools, hashlib, json, os, pathlib, re, sys, zlib

HOME, seen, wrong = sys.argv[1], set(), set()
counts = collections.Counter(dict.fromkeys(("runs", "snapshots", "files", "withoutReceipt", "sourcesGone", "sourcesReplaced"), 0))
COUNTED = ("rowsRead", "accepted", "rejected", "blankLines", "repeatedKeys", "erased")
EPOCH, TIME, PLAIN = datetime.datetime(1970, 1, 1), "%Y-%m-%dT%H:%M:%S.%f", ("key", "partition", "rows", "bytes")

def first(name):
    return name not in seen and not seen.add(name)
def require(key, *conditions):
    if not all(conditions):
        wrong.add(key)
def pick(values, *names):
    return [values.get(name) for name in names]
def rows_of(files):
    return sum(file["rows"] for file in files)
def sha(content):
    return hashlib.sha256(content).digest()
def merkle(leaves):
    if len(leaves) < 2:
        return leaves[0] if leaves else sha(b"")
    left = 1 << ((len(leaves) - 1).bit_length() - 1)
    return sha(b"\1" + merkle(leaves[:left]) + merkle(leaves[left:]))
def leaf(*values):
    texts = ["" if value is None else str(value) for value in values]
    return sha(b"\0" + "".join(f"{len(text.encode())}:{text}" for text in texts).encode())
def digests_of(path, start, end, prefix=b""):  # SHA-256 and CRC-32
    digest, checksum = hashlib.sha256(prefix), 0
    with open(path, "rb") as file:
        file.seek(start)
        while start < end and (block := file.read(min(1 << 20, end - start))):
            digest.update(block)
            checksum, start = zlib.crc32(block, checksum), start + len(block)
    return digest.digest(), checksum.to_bytes(4, "little")
def utc(text):
    return f"{datetime.datetime.fromisoformat(text.replace('Z', '+00:00')).astimezone(datetime.timezone.utc):{TIME}}"
def fingerprint(runs):
    texts = [" ".join([run["runId"], str(run["attempt"]), utc(run["sourceTime"]) + "0+00:00", run.get("receipt") or ""]) for run in runs]
    return f"{sum(int.from_bytes(sha(text.rstrip().encode()), 'big') for text in texts) % (1 << 256):064x}"
def key_of(path):  # by the escapes of names
    names = [name[:-1] if len(name) > 1 and name.endswith("~") else name for name in path.replace("~+/", "").split("/")]
    texts = ["" if name == "~-" else re.sub("~u(....)|~(..)", lambda unit: chr(int(unit[1] or unit[2], 16)), name) for name in names]
    return "/".join(texts).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
@functools.cache
def read(key, needed=True):  # document and seal; None if it is missing or damaged
    if key not in FILES:
        return require(key, not needed)
    content, head, seal = pathlib.Path(FILES[key]).read_bytes(), b'{"seal":"', None
    if sum(a == b for a, b in zip(content, head)) >= len(head) - 1:
        seal = sha(content[75:]).hex()
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
        require(key, digests_of(FILES[key], 0, found)[0].hex() == digest)
def check_files(parts):
    return [check_file(part["key"], part.get("bytes"), part.get("digest")) for part in parts]
def check_source(source, time):
    key, corrects = source["key"], source.get("corrects")
    name = f"corrections/{corrects}/{source['version']}.csv" if corrects else f"landing:{key}"
    path = FILES.get(name, "") if corrects else os.path.join(HOME, "landing", key)
    link = os.path.join(HOME, "landing-links", sha(key.encode()).hex()[:32] + ".json")
    path = json.loads(pathlib.Path(link).read_bytes())["Path"] if not corrects and os.path.isfile(link) else path
    if not os.path.isfile(path):
        counts["sourcesGone"] += 1
    elif not corrects and utc(time) != f"{EPOCH + datetime.timedelta(milliseconds=os.stat(path).st_mtime_ns // 10 ** 6):{TIME}}":
        counts["sourcesReplaced"] += 1
    elif os.path.getsize(path) != source["size"]:
        wrong.add(name)
    else:
        counts["files"] += 1
        size, head, piece, check = pick(source, "size", "head", "leafBytes", "check")
        starts = [0] * (head > 0) + list(range(head, size, piece))
        pieces = [digests_of(path, start, end, b"\0") for start, end in zip(starts, starts[1:] + [size])]
        leaves = [sha(b"\0" + checksum) if check == "Crc32" else hashed for hashed, checksum in pieces]
        require(name, merkle(leaves).hex() == source["root"])
def root_of_run(result, pack):
    receipt, ledger, codes = result["receipt"], result["ledger"], result["ledger"].get("rejectsByCode", {})
    leaves = [leaf("run", *pick(result, "runId", "attempt"), *pick(receipt, "dataset", "contractVersion")),
              leaf("source", *pick(receipt["source"], "key", "version", "corrects", "size", "head", "leafBytes", "check", "root")),
              leaf("ledger", *pick(ledger, *COUNTED), result["decodedBytes"], *(v for code in sorted(codes) for v in (code, codes[code])))]
    leaves += [leaf("part", *pick(part, *PLAIN, "digest")) for part in result["parts"]]
    leaves += [leaf("rejects", *pick(part, "key", "rows", "rowsBefore", "digest")) for part in result["rejects"]]
    leaves += [leaf("keys", *pick(part, "key", "rows", "bytes", "digest")) for part in result.get("keys") or []]
    return merkle(leaves + ([leaf("pack", *pick(pack, "key", "seal"))] if pack else [])).hex()
def read_batch(name, run, attempt):  # key, seal, the result of the attempt, the pack with its rows
    key = "batches/{}/result-{}.json".format(*name.rsplit("-", 1))
    batch, seal = read(key) or ({"runs": []}, None)
    own = next((one for one in batch["runs"] if [one["runId"], one["attempt"]] == [run, attempt] and "ledger" in one), None)
    if own is None:
        return wrong.add(key)
    rejected, shared = own["ledger"]["rejected"], batch.get("rejects")
    rejects = [{"key": shared["key"], "rows": rejected, "rowsBefore": 0, "digest": shared.get("digest")}] if shared and rejected else []
    return key, seal, {**own, "parts": [], "rejects": rejects}, batch.get("pack") if own["rows"] == "Packed" else None
def check_run(run):
    name, attempt, root, parts, batch, in_pack = pick(run, "runId", "attempt", "receipt", "parts", "batch", "pack")
    key = f"runs/{name}/a{attempt}/result.json"
    is_new, has_files = first(f"{name}/a{attempt}"), not in_pack and first(f"files of {name}/a{attempt}")
    if not is_new and not has_files:
        return
    counts.update(runs=is_new, withoutReceipt=is_new and root is None)
    document = None if batch else read(key, root is not None or (parts is None and not in_pack))
    judged = read_batch(batch, name, attempt) if batch else document and (key, document[1], document[0], None)
    if judged is None:
        return check_files([{"key": part["key"], "bytes": part["bytes"]} for part in parts or []])
    key, seal, result, pack = judged
    ledger, own, rejects = result["ledger"], result.get("receipt") or {}, result["rejects"]
    accepted, rejected = ledger["accepted"], ledger["rejected"]
    require(key, [result["runId"], result["attempt"]] == [name, attempt], root in (None, own.get("root")), not own or seal,
            not own or root_of_run(result, pack) == own["root"], ledger["rowsRead"] == accepted + rejected + ledger.get("erased", 0),
            rejected == sum(ledger.get("rejectsByCode", {}).values()) == rows_of(rejects), batch or accepted == rows_of(result["parts"]),
            "rows" not in run or [run["rows"], run["rejected"]] == [accepted, rejected],
            parts is None or [pick(part, *PLAIN) for part in parts] == [pick(part, *PLAIN) for part in result["parts"]])
    more = [part for part in rejects if not batch or first(part["key"])] + (result.get("keys") or []) if is_new else []
    check_files((result["parts"] if has_files else []) + more)
    if is_new:
        record, seal = read(f"runs/{name}/run.json") or ({}, None)
        erased = (record.get("erased") or {"since": 0})["since"] > attempt
        counts.update(sourcesReplaced=1) if erased else own and check_source(own["source"], run["sourceTime"])
        same, shown = record.get("attempt") == attempt and "ledger" in record, record.get("receipt")
        again = (record.get("batches") or {}).get(str(attempt)) != batch
        require(f"runs/{name}/run.json", record.get("id") == name, not shown or seal, not (same and shown) or again or
                shown == own.get("root"), not same or pick(record["ledger"], *COUNTED) == pick(ledger, *COUNTED))
def check_lists(dataset, version):  # of a manifest or a snapshot; returns the fingerprint of the runs
    for segment in version.get("segments") or []:
        key = f"datasets/{dataset}/segments/{segment['id']}.json"
        if segment["id"] and first(key) and (document := read(key)) is not None:
            runs = document[0]["runs"]
            require(key, segment.get("seal") in (None, document[1]), pick(segment, "runs", "rows", "rejected", "fingerprint") == [
                len(runs), rows_of(runs), sum(run["rejected"] for run in runs), fingerprint(runs)])
            list(map(check_run, runs))
    for pack in version.get("packs") or []:
        if first(pack["key"]) and (document := read(pack["key"])) is not None:
            parts, runs = pick(document[0], "parts", "runs")
            require(pack["key"], pack.get("seal") in (None, document[1]),
                    pick(pack, "runs", "parts", "rows") == [len(runs), len(parts), rows_of(parts)])
            check_files(parts)
    list(map(check_run, version["runs"]))
    total = sum(int(segment["fingerprint"], 16) for segment in version.get("segments") or []) % (1 << 256)
    return f"{total:064x}" if version.get("segments") else fingerprint(version["runs"])
def packs_of(version):
    return [pack["key"] for pack in version.get("packs") or []]
def check_dataset(key):
    if (document := read(key)) is not None:
        manifest, seal = document
        bound = [run.get("receipt") for run in manifest["runs"]] + [segment.get("seal") for segment in manifest.get("segments") or []]
        require(key, manifest["dataset"] == key.split("/")[1], seal or not any(bound))
        return check_lists(manifest["dataset"], manifest), packs_of(manifest)
def files_of(model):
    return zip(model["parts"], model.get("digests") or [None] * len(model["parts"]))
def root_of_snapshot(snapshot):
    leaves = [leaf(name, *pair) for name, at in (("setting", "settings"), ("as of", "asOf")) for pair in sorted(snapshot[at].items())]
    for name, version in sorted(snapshot["datasets"].items()):
        leaves.append(leaf("dataset", name, version["fingerprint"]))
        leaves += [leaf("segment", name, *pick(one, "prefix", "id", "seal")) for one in version.get("segments") or []]
        leaves += [leaf("pack", name, *pick(one, "key", "seal")) for one in version.get("packs") or []]
    for name, model in sorted(snapshot["models"].items()):
        leaves.append(leaf("model", name, *pick(model, "builtIn", "hash", "definition", "rows", "bytes")))
        leaves += [leaf("file", *pair) for pair in files_of(model)]
    return merkle(leaves).hex()
def check_snapshot(name, key, published, receipt=None):
    if (document := read(key)) is None:
        return
    (snapshot, seal), root = document, document[0].get("receipt")
    counts.update(snapshots=1, withoutReceipt=root is None)
    require(key, snapshot["id"] == name, not root or seal, not root or root == root_of_snapshot(snapshot), receipt in (None, root or ""))
    for model in snapshot["models"].values():
        check_files({"key": part, "digest": digest} for part, digest in files_of(model) if first(part))
    for dataset, version in snapshot["datasets"].items():
        require(at := f"datasets/{dataset}/current.json", at in FILES or receipt is None or not (version["runs"] or "segments" in version))
        if published.get(dataset) != (version["fingerprint"], packs_of(version)):
            require(key, check_lists(dataset, version) == version["fingerprint"])
LAKE, SHOWN = os.path.join(HOME, "lake", ""), "snapshots/current.json"
PATHS = [os.path.join(folder, name) for folder, _, names in os.walk(LAKE) for name in names]
FILES = {key_of(path[len(LAKE):]): path for path in PATHS if "/." not in path[len(LAKE) - 1:]}
published = {key.split("/")[1]: check_dataset(key) for key in sorted(FILES) if re.fullmatch("datasets/[^/]+/current.json", key)}
pointer, seal = read(SHOWN, needed=False) or ({}, None)
require(SHOWN, not pointer.get("receipt") or seal)
if shown := pointer.get("snapshot"):
    check_snapshot(shown, f"snapshots/{shown}.json", published, pointer.get("receipt") or "")
others = [key for key in sorted(FILES) if re.fullmatch("snapshots/[^/]+.json", key) and key not in (SHOWN, f"snapshots/{shown}.json")]
for key in [key for key in others if not shown or key[10:-5] <= (pointer.get("built") or shown)]:
    check_snapshot(key[10:-5], key, published)
require(SHOWN, shown or len(others) < 2)
for key in [key for key in sorted(FILES) if key.startswith("snapshots/names/")]:
    named, _ = read(key) or ({"isGone": True}, None)
    if not named.get("isGone"):
        check_snapshot(named["snapshot"], f"snapshots/{named['snapshot']}/snapshot.json", published)
print(json.dumps({**counts, "ok": not wrong, "wrong": sorted(wrong)}))
sys.exit(1 if wrong else 0)

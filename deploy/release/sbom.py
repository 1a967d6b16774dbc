#!/usr/bin/env python3
"""Write the software bill of materials of the executable, in CycloneDX 1.6, from what NuGet restored.

Usage: sbom.py ASSETS RUNTIME_VERSION VERSION SECONDS
  ASSETS           src/Cairn/obj/project.assets.json after a publish
  RUNTIME_VERSION  the version of .NET that is compiled into the executable
  SECONDS          the time to state, since 1970: the same input gives the same bytes
"""
import base64
import datetime
import json
import pathlib
import re
import sys
import uuid


def license_of(folders, path):
    """The license expression in a package's nuspec; None when it names a file or a URL."""
    for folder in folders:
        for nuspec in (pathlib.Path(folder) / path).glob("*.nuspec"):
            found = re.search(r'<license type="expression">([^<]+)</license>', nuspec.read_text("utf-8-sig"))
            return found and found[1]
    return None


def component(name, version, sha512=None, license=None):
    entry = {"type": "library", "name": name, "version": version, "purl": f"pkg:nuget/{name}@{version}"}
    entry["bom-ref"] = entry["purl"]
    if sha512:
        entry["hashes"] = [{"alg": "SHA-512", "content": base64.b64decode(sha512).hex()}]
    if license:
        entry["licenses"] = [{"expression": license}]
    return entry


def main(assets, runtime, version, seconds):
    restored = json.loads(pathlib.Path(assets).read_text())
    target = next(t for name, t in restored["targets"].items() if "/linux-" in name)
    parts = [component("Microsoft.NETCore.App", runtime, license="MIT")]
    parts.append(component("Microsoft.AspNetCore.App", runtime, license="MIT"))
    for key in sorted(target):
        library = restored["libraries"][key]
        # Analyzers and build tasks leave nothing in the executable.
        if library["type"] == "package" and any(target[key].get(k) for k in ("runtime", "native", "runtimeTargets")):
            name, package_version = key.split("/")
            license = license_of(restored["packageFolders"], library["path"])
            parts.append(component(name, package_version, library["sha512"], license))
    cairn = {"type": "application", "name": "cairn", "version": version, "bom-ref": "cairn"}
    bom = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(parts) + version)}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.datetime.fromtimestamp(int(seconds), datetime.timezone.utc).isoformat(),
            "component": cairn,
        },
        "components": parts,
        "dependencies": [{"ref": "cairn", "dependsOn": [part["bom-ref"] for part in parts]}],
    }
    print(json.dumps(bom, indent=2))


if __name__ == "__main__":
    main(*sys.argv[1:])

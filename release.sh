#!/bin/sh
# Makes a release in artifacts/release: an archive and an image for each of linux-x64 and linux-arm64, the chart, a software bill
# of materials and checksums. The same commit gives the same bytes. Needs clang, Debian's or Ubuntu's cross tools for arm64, helm,
# python3 and buildah; without buildah, or with IMAGES=false, no images are made. Where Microsoft's registry cannot be reached,
# RUNTIME_IMAGE names another base: glibc, OpenSSL 3 and CA certificates.
set -eu
cd "$(dirname "$0")"
version=$(sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' Directory.Build.props)
revision=$(git rev-parse HEAD)
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH
out=$PWD/artifacts/release
stage=$PWD/artifacts/stage
runtime_image=${RUNTIME_IMAGE:-mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled}

for tool in clang aarch64-linux-gnu-gcc helm python3; do
    command -v $tool >/dev/null || { echo "release.sh: $tool is not installed" >&2; exit 1; }
done
rm -rf "$out" "$stage"
mkdir -p "$out" "$stage"

# pack ARCHIVE FOLDER: an archive whose bytes depend on the folder's files only.
pack() {
    tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --format=ustar \
        -cf - -C "$(dirname "$2")" "$(basename "$2")" | gzip -n -9 >"$1"
}

# image ARCH FOLDER: the last stage of the Dockerfile over an executable that is already compiled.
image() {
    context=$stage/image-$1
    mkdir -p "$context/image/opt" "$context/image/usr/local/bin" "$context/image/data"
    cp -r "$2" "$context/image/opt/cairn"
    for name in cairn mlflow az env python; do ln -s /opt/cairn/cairn "$context/image/usr/local/bin/$name"; done
    sed -e '/^FROM --platform/,/^# Nothing is run/d' -e 's/^COPY --from=build/COPY/' -e 's| /image| image|' \
        deploy/docker/Dockerfile >"$context/Dockerfile"
    buildah bud --quiet --layers=false --timestamp "$SOURCE_DATE_EPOCH" --platform "linux/$1" \
        --build-arg RUNTIME_IMAGE="$runtime_image" --build-arg VERSION="$version" --build-arg REVISION="$revision" \
        --tag "cairn-release:$1" "$context" >/dev/null
    buildah push --quiet "cairn-release:$1" "oci:$stage/cairn-$version-image-$1:$version"
    buildah rmi "cairn-release:$1" >/dev/null
    pack "$out/cairn-$version-image-$1.tar.gz" "$stage/cairn-$version-image-$1"
}

for rid in linux-x64 linux-arm64; do
    folder=$stage/cairn-$version-$rid
    # The source path is left out of the executable, so that it is the same from any folder.
    dotnet publish src/Cairn -c Release -r "$rid" -o "$folder" --nologo -v quiet -p:ContinuousIntegrationBuild=true \
        -p:PathMap="$PWD=/cairn"
    chmod 755 "$folder/cairn"
    chmod 644 "$folder"/*.so
    if [ "${IMAGES:-true}" = true ] && command -v buildah >/dev/null; then
        case $rid in linux-arm64) image arm64 "$folder" ;; *) image amd64 "$folder" ;; esac
    fi
    cp LICENSE README.md CHANGELOG.md "$folder/"
    pack "$out/cairn-$version-$rid.tar.gz" "$folder"
done

# Helm writes the time of the day into its package.
helm package charts/cairn --destination "$stage" >/dev/null
mkdir "$stage/chart"
tar -xzf "$stage/cairn-$version.tgz" -C "$stage/chart"
pack "$out/cairn-$version.tgz" "$stage/chart/cairn"

runtime=$(sed -n 's|.*<BundledNETCoreAppPackageVersion>\(.*\)</BundledNETCoreAppPackageVersion>.*|\1|p' \
    "$(dotnet --list-sdks | sed -n "s|^$(dotnet --version) \[\(.*\)\]|\1|p")/$(dotnet --version)/Microsoft.NETCoreSdk.BundledVersions.props")
python3 deploy/release/sbom.py src/Cairn/obj/project.assets.json "$runtime" "$version" "$SOURCE_DATE_EPOCH" \
    >"$out/cairn-$version-sbom.cdx.json"

rm -rf "$stage"
(cd "$out" && sha256sum -- * >SHA256SUMS && cat SHA256SUMS)

# shellcheck shell=bash
# Image archives without a registry: what `docker save` writes, manifest.json, a configuration, a layer.
# The same inputs give the same bytes, so the image ids stay the same. Sourced by what builds images.

pack() { # pack DIR TAR
  tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -C "$1" -cf "$2" .
}

# image NAME LAYER CONFIG OUT: CONFIG is the OCI image configuration's `config`, OUT the folder for the archive.
image() {
  local name=$1 layer=$2 config=$3 out=$4 dir archive
  dir=$(mktemp -d)
  pack "$layer" "$dir/layer.tar"
  printf '{"architecture":"%s","os":"linux","config":%s,"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' \
    "$(go env GOARCH)" "$config" "$(sha256sum < "$dir/layer.tar" | cut -d' ' -f1)" > "$dir/config.json"
  printf '[{"Config":"config.json","RepoTags":["%s"],"Layers":["layer.tar"]}]' "$name" > "$dir/manifest.json"
  archive=$out/$(tr '/:' '__' <<< "$name").tar
  # mktemp's folder is for its owner only, and the archive would say so.
  chmod 755 "$dir"
  pack "$dir" "$archive.new"
  rm -rf "$dir"
  sha256sum < "$archive.new" > "$archive.sha256"
  mv "$archive.new" "$archive"
}

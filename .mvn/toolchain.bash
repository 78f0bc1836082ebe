# What ./parley and ./verify share: finding a JDK and Maven, building one at a time, knowing whether a build is stale.
# Sourced with ROOT set to the top of the checkout.

NEEDED_JAVA=17
STAMP=$ROOT/cli/target/parley.built

# What went wrong, why, and what to do about it: the three parts of every error message. Ends the script.
die() {
  printf 'error: %s\n' "$1" >&2
  [ -z "${2:-}" ] || printf '  why: %s\n' "$2" >&2
  [ -z "${3:-}" ] || printf '  hint: %s\n' "$3" >&2
  exit "${4:-1}"
}

# The feature release (17, 21, …) of the Java that lives in $1; empty when there is none. Reads the file that every
# JDK since 9 carries instead of starting a JVM; a JDK 8 says 1.8.0, which gives 1.
java_release() {
  local line
  [ -x "$1/bin/java" ] || return 0
  [ -r "$1/release" ] || return 0
  while IFS= read -r line; do
    case $line in
      JAVA_VERSION=*)
        line=${line#*\"}
        line=${line%%[!0-9]*}
        printf '%s' "$line"
        return 0
        ;;
    esac
  done <"$1/release"
}

# Follows symbolic links; readlink -f is missing on older systems.
real_path() {
  local path=$1 link
  while [ -L "$path" ]; do
    link=$(readlink "$path")
    case $link in
      /*) path=$link ;;
      *) path=$(dirname "$path")/$link ;;
    esac
  done
  printf '%s/%s' "$(cd -P "$(dirname "$path")" && pwd)" "$(basename "$path")"
}

# Where a Java may be, best first, one a line.
java_candidates() {
  local on_path home
  [ -z "${JAVA_HOME:-}" ] || printf '%s\n' "$JAVA_HOME"
  if on_path=$(command -v java); then
    home=$(real_path "$on_path")
    printf '%s\n' "${home%/bin/java}"
  fi
  if [ -x /usr/libexec/java_home ]; then
    /usr/libexec/java_home -v "$NEEDED_JAVA+" 2>/dev/null || :
  fi
  for home in /usr/lib/jvm/*; do
    [ ! -x "$home/bin/java" ] || printf '%s\n' "$home"
  done
}

# Sets JAVA_HOME and JAVA to a Java that is new enough; with the argument "jdk" it must have a compiler too.
# Returns 1 and sets JAVA_MISSING to the reason when there is none.
find_java() {
  local home release old="" no_compiler=""
  while IFS= read -r home; do
    release=$(java_release "$home")
    if [ -z "$release" ]; then
      continue
    elif [ "$release" -lt "$NEEDED_JAVA" ]; then
      [ "$release" -ne 1 ] || release=8
      old=${old:-"found only Java $release in $home"}
    elif [ "${1:-}" = jdk ] && [ ! -x "$home/bin/javac" ]; then
      no_compiler=${no_compiler:-"the Java $release in $home has no compiler (a JRE, not a JDK)"}
    else
      JAVA_HOME=$home
      JAVA=$home/bin/java
      export JAVA_HOME
      return 0
    fi
  done <<EOF
$(java_candidates)
EOF
  JAVA_MISSING=${no_compiler:-${old:-"neither JAVA_HOME nor PATH leads to one"}}
  return 1
}

# Sets MVN to Maven 3.8 or newer. Returns 1 and sets MVN_MISSING to the reason when there is none.
find_maven() {
  local version major minor
  give_maven_a_home
  MVN=$(command -v mvn) || MVN=${MAVEN_HOME:-${M2_HOME:-/usr/share/maven}}/bin/mvn
  if [ ! -x "$MVN" ]; then
    MVN_MISSING="there is no mvn on PATH"
    return 1
  fi
  version=$("$MVN" -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9][0-9.]*\).*/\1/p' | head -n 1)
  major=${version%%.*}
  minor=${version#*.}
  minor=${minor%%.*}
  if [ -z "$version" ] || [ "$major" -lt 3 ] || { [ "$major" -eq 3 ] && [ "$minor" -lt 8 ]; }; then
    MVN_MISSING="found Maven ${version:-that does not start} ($MVN)"
    return 1
  fi
}

# The user's home folder: HOME, else that of the account; prints nothing where there is neither. Java knows only the
# second, and takes "?" for the home of an account that the system has no entry for, as in a container.
home_folder() {
  local account
  case ${HOME:-} in
    /*) printf '%s' "$HOME" ;;
    *)
      account=$(unset HOME && printf '%s' ~)
      case $account in
        /?*) printf '%s' "$account" ;;
      esac
      ;;
  esac
}

# Where a user's caches are: as the XDG Base Directory Specification says, a relative path is ignored.
cache_folder() {
  local home
  case ${XDG_CACHE_HOME:-} in
    /*) printf '%s/parley' "$XDG_CACHE_HOME" ;;
    *)
      home=$(home_folder)
      [ -z "$home" ] || printf '%s/.cache/parley' "$home"
      ;;
  esac
}

# Maven keeps what it downloads in Java's home folder; for an account without an entry that would be a folder named "?".
give_maven_a_home() {
  local home
  id -un >/dev/null 2>&1 && return
  home=$(home_folder)
  [ -n "$home" ] || die "building Parley needs a home folder" \
    "HOME is not set to an absolute path, and this user (number $(id -u)) has no account on this machine" \
    "export HOME=DIR, a folder that this user may write"
  export MAVEN_OPTS="-Duser.home=$home ${MAVEN_OPTS:-}"
}

# Sets CHROMIUM to a browser that the tests of the page can start.
find_chromium() {
  local name
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
    if [ -n "$name" ] && CHROMIUM=$(command -v "$name"); then
      export CHROMIUM
      return 0
    fi
  done
  unset CHROMIUM
  return 1
}

# Sets NGINX to the proxy of the test of the documented https; on Debian it is not on the PATH of every user.
find_nginx() {
  local name
  for name in "${NGINX:-}" nginx /usr/sbin/nginx; do
    if [ -n "$name" ] && NGINX=$(command -v "$name"); then
      export NGINX
      return 0
    fi
  done
  unset NGINX
  return 1
}

# Succeeds when there is what checks the page's sources: Node.js 18.18 or newer, and npm. Sets NODE_MISSING when not.
find_node() {
  local version major minor
  version=$(node --version 2>/dev/null | tr -d v)
  major=${version%%.*}
  minor=${version#*.}
  minor=${minor%%.*}
  if [ -z "$version" ]; then
    NODE_MISSING="there is no node on PATH"
  elif [ "$major" -lt 18 ] || { [ "$major" -eq 18 ] && [ "$minor" -lt 18 ]; }; then
    NODE_MISSING="found only Node.js $version"
  elif ! command -v npm >/dev/null; then
    NODE_MISSING="there is no npm on PATH"
  else
    return 0
  fi
  return 1
}

# Waits until no other build of this checkout runs. The lock goes with the file descriptor, however the script ends.
lock_build() {
  mkdir -p "$ROOT/cli/target" 2>/dev/null
  [ -w "$ROOT/cli/target" ] || die "Parley cannot be built" "this user may not write to $ROOT/cli/target" \
    "build it once as the owner of that folder: ./parley --version"
  exec 9>"$STAMP.lock"
  if command -v flock >/dev/null; then
    flock -n 9 || { echo "parley: waiting for another build of $ROOT" >&2 && flock 9; }
  else
    perl -MFcntl=:flock -e 'open my $lock, ">&=", 9; flock $lock, LOCK_EX' 2>/dev/null || :
  fi
}

unlock_build() {
  exec 9>&-
}

# Succeeds when there is no finished build, or something in the sources is newer. Directories count: deleting a file
# touches one.
build_is_stale() {
  [ ! -e "$STAMP" ] || [ -n "$(find "$ROOT/pom.xml" "$ROOT"/*/pom.xml "$ROOT"/*/src/main "$ROOT/src/main" "$ROOT/web" \
    "$ROOT/payara" "$ROOT/examples" -name node_modules -prune -o -newer "$STAMP" -print 2>/dev/null | head -n 1)" ]
}

# What is saved while a build runs is newer than the build: its time is when it began. Maven leaves the classes of deleted
# sources where they are, so those go first; files that a running Parley has open stay open to it.
build_begins() {
  rm -rf "$STAMP" "$ROOT"/*/target/classes "$ROOT/src/target/parley" "$ROOT/cli/target/parley/lib"
  : >"$STAMP.begun"
}

build_succeeded() {
  mv -f "$STAMP.begun" "$STAMP"
}

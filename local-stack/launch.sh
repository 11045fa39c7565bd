# Shared by the commands of this folder and of k8s: builds what is missing, then runs one of them.
# Sourced with $command and $java_options set, $main where the class is another, and the command's arguments in "$@";
# relative paths stay the caller's.
# Commands that need the jars of the jobs set $needs_job_jars.

here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
class_path_file=$here/target/class-path-and-job-jars

fail() {
  echo "$(basename "$0"): $1" >&2
  exit 1
}

find_java() {
  if [ -n "${JAVA_HOME:-}" ]; then
    java=$JAVA_HOME/bin/java
    [ -x "$java" ] || fail "JAVA_HOME is $JAVA_HOME, but there is no bin/java in it"
  else
    java=$(command -v java) || fail "no java found; install a JDK 17 or set JAVA_HOME"
  fi
  "$java" -version 2>&1 | grep -q 'version "17' ||
    fail "a JDK 17 is needed, but $java is $("$java" -version 2>&1 | head -n 1)"
}

is_built() {
  [ -f "$class_path_file" ] &&
    [ -z "$(find "$root" -name target -prune -o \( -path '*/src/main/*' -o -name pom.xml \) \
      -type f -newer "$class_path_file" -print | head -n 1)" ]
}

build() {
  echo "Building Freshet; the first time this takes a few minutes …"
  mkdir -p "$here/target"
  if ! (cd "$root" && ./mvnw -B -q -DskipTests -DskipITs $([ -n "${needs_job_jars:-}" ] || echo -DskipJobJars) -pl "$(basename "$here")" -am package \
    dependency:build-classpath -Dmdep.includeScope=runtime -Dmdep.outputFile="$here/target/dependencies" \
    >"$here/target/build.log" 2>&1); then
    tail -n 30 "$here/target/build.log" >&2
    fail "the build has failed; $here/target/build.log has all of it"
  fi
  echo "$here/target/classes:$(cat "$here/target/dependencies")" >"$class_path_file"
}

find_java
# What was built with the jars of the jobs does for commands that need none.
if [ -z "${needs_job_jars:-}" ] && ! is_built; then
  class_path_file=$here/target/class-path
fi
is_built || build
# Whatever the locale: the commands speak UTF-8.
encoding="-Dfile.encoding=UTF-8 -Dsun.stdout.encoding=UTF-8 -Dsun.stderr.encoding=UTF-8"
exec "$java" $encoding -XX:+UseParallelGC $java_options "-Dfreshet.root=$root" -cp "$(cat "$class_path_file")" "${main:-dev.freshet.localstack.LocalStack}" "$command" "$@"

# "make" lists the targets.
# The wrapper downloads Maven; it is used only on a machine without Maven.
MAVEN ?= $(if $(shell command -v mvn 2>/dev/null),mvn,./mvnw)
MAVEN_FLAGS ?=
IMAGE ?= ghcr.io/anomaly-exporter/anomaly-exporter:$(shell .ci/version)
IMAGE_FLAGS ?=

maven := $(MAVEN) --batch-mode --no-transfer-progress $(MAVEN_FLAGS)

.DEFAULT_GOAL := help
.PHONY: help tools build packages chart reproducible image image-slim test-image test quality pictures dashboards format sync \
  version bench measure-quiet measure-incidents measure-sizing measure-api measure-page measure-samples demo incident calm phone check-demo clean

help: ## List the targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 26
	@echo 'MAVEN_FLAGS="..." is passed to Maven, as in: make test MAVEN_FLAGS=--offline'

tools: ## Install JDK, Maven, Node, curl and openssl with apt-get, as root or with sudo; the rest into .tools/
	@examples/demo/get-tools --install

build: ## Build the distribution, exporter/server/target/anomaly-exporter-*/
	@examples/demo/get-tools java maven node
	$(maven) -Dmaven.test.skip=true -pl exporter/server,exporter/testing -am package

packages: ## Build the archives, the Debian package and their SBOM, exporter/packages{,-slim}/target/*.{tar.gz,deb,cdx.json}
	@examples/demo/get-tools java maven node
	$(maven) -Dmaven.test.skip=true -pl exporter/packages,exporter/packages-slim -am package

reproducible: checksums = cd exporter && sha256sum packages*/target/*.tar.gz packages/target/*.deb packages*/target/*.cdx.json
reproducible: ## Build the packages twice from a clean state and compare their checksums
	@$(MAKE) --no-print-directory clean packages && first=$$($(checksums)) && \
	$(MAKE) --no-print-directory clean packages && second=$$($(checksums)) && \
	printf '%s\n' "$$first" "$$second" && test "$$first" = "$$second" && \
	echo "both builds are identical"

image: build ## Build the container image: IMAGE=name:tag, IMAGE_FLAGS="--build-arg BASE=..."
	exporter/packages/src/image/build "$(IMAGE)" $(IMAGE_FLAGS)

image-slim: build ## Build the image without TensorFlow, which only scores: the name of IMAGE with -slim
	exporter/packages/src/image/build "$(IMAGE)-slim" --target slim $(IMAGE_FLAGS)

test-image: image image-slim ## Build the container images, run them with podman and test them; needs podman and runc
	@examples/demo/get-tools java maven node prometheus-3
	$(maven) -pl exporter/integration-tests -am -Dsurefire.failIfNoSpecifiedTests=false -Dtest=none \
	  -Dit.test=ImageIT -Dimage="$(IMAGE)" -Dtools.directory="$(CURDIR)/.tools" verify

test: dashboards ## Build everything and run all tests, also on real Prometheus servers; DATA=folder: on labelled sets
	@.ci/version --check
	@examples/demo/get-tools
	$(maven) -Dtools.directory="$(CURDIR)/.tools" $(if $(DATA),-Dquality.data="$(abspath $(DATA))") verify

pictures: ## Take the pictures of the page, exporter/docs/images/page-*.png; needs Chromium
	@examples/demo/get-tools java maven node prometheus-2 prometheus-3
	$(maven) -Djdeb.skip -Dcyclonedx.skip -pl exporter/integration-tests -am -Dsurefire.failIfNoSpecifiedTests=false \
	  -Dtest=none -Dit.test=PageIT -Dpictures="$(CURDIR)/exporter/docs/images" -Dtools.directory="$(CURDIR)/.tools" verify

ifneq ($(shell command -v npm 2>/dev/null),)
dashboards: grafana-dashboards/node_modules/.package-lock.json ## Check the dashboards against Grafana's types
	@npm --prefix grafana-dashboards --silent test

grafana-dashboards/node_modules/.package-lock.json: grafana-dashboards/package-lock.json
	@npm --prefix grafana-dashboards --silent ci
else
dashboards:
	@echo 'dashboards: SKIPPED, npm is missing: grafana-dashboards/ is not checked against Grafana'"'"'s types' >&2
endif

format: ## Format the sources as "make test" requires
	@examples/demo/get-tools java maven
	$(maven) spotless:apply

# Measurements and benchmarks are programs. TensorFlow reads the variables before the JVM starts, and formats numbers by
# the locale.
java = TF_CPP_MIN_LOG_LEVEL=3 TF_ENABLE_ONEDNN_OPTS=0 java -Duser.language=en -Duser.country=US

quality: ## Evaluate all kinds of detectors on labelled sets and write the tables in quality.md: DATA=folder
	@test -d "$(DATA)" || { echo "make quality DATA=folder: expected a folder with smd/, asd/ and js2/"; exit 1; }
	@examples/demo/get-tools java maven node
	$(maven) -Dmaven.test.skip=true -pl exporter/benchmarks -am package
	$(java) -cp "exporter/benchmarks/target/classes:exporter/server/target/anomaly-exporter-$(shell .ci/version)/lib/*" \
	  io.github.anomalyexporter.benchmarks.Quality "$(abspath $(DATA))" exporter/docs/quality.md $(or $(SEEDS),3)

# These programs use fixtures of the tests, which are compiled and not run. They find the project from the folder of
# their module.
build-programs = $(maven) -DskipTests -Djdeb.skip -Dcyclonedx.skip -pl exporter/benchmarks -am package
program = cd exporter/benchmarks && $(java) -cp "target/classes:target/test-classes:$$(cat target/class-path)"
results = $(CURDIR)/exporter/benchmarks/target/measure
# The JVM options of the integration tests, which have the same load.
real = -Xmx3g -XX:TieredStopAtLevel=1 -Dsun.net.httpserver.nodelay=true -Dsimulated.now=2026-03-04T14:00:00Z \
  -Dtools.directory="$(CURDIR)/.tools" -Dworkspace.directory="$(results)" \
  -Ddistribution.directory="$(CURDIR)/exporter/server/target/anomaly-exporter-$(shell .ci/version)"

bench: ## Run the JMH benchmarks: BENCH=Scoring, options of JMH as BENCH_FLAGS="-p instances=100"; five minutes. SIZES="10 1000 10000": cost of scoring fleets instead
	@examples/demo/get-tools java maven node
	$(build-programs)
	$(if $(SIZES),$(program) $(real) -Xmx4g io.github.anomalyexporter.benchmarks.sizing.FleetCosts target/bench.json $(SIZES), \
	  $(program) -Xmx1g org.openjdk.jmh.Main -foe true -prof gc $(BENCH_FLAGS) $(BENCH))

measure-quiet: ## Count false alerts on simulated quiet days: FLEETS=3, some minutes each
	@examples/demo/get-tools java maven node prometheus-3
	$(build-programs)
	$(program) -Xmx1g io.github.anomalyexporter.benchmarks.quiet.QuietDays $(or $(FLEETS),3) \
	  "$(CURDIR)/.tools/prometheus-3/promtool" "$(results)" \
	  "$(CURDIR)/rules/anomaly-exporter.rules.yml" "$(CURDIR)/rules/anomaly-exporter.alerts.yml" \
	  src/measurement/rules/alternatives.yml

measure-incidents: ## Time twenty incidents from onset to Telegram; an hour, both cores
	@examples/demo/get-tools
	$(build-programs)
	$(program) $(real) io.github.anomalyexporter.benchmarks.incidents.Incidents

measure-api: ## Measure requests a second and latencies of the API: SIZES="10 1000 10000" instances; three minutes
	@examples/demo/get-tools java maven node
	$(build-programs)
	$(program) -Xmx2g io.github.anomalyexporter.benchmarks.api.ApiSpeed $(or $(SIZES),10 1000 10000)

measure-page: ## Measure the page of a large fleet in a browser, and many open pages: HOSTS=10000; needs Chromium; five minutes
	@examples/demo/get-tools java maven node
	$(build-programs)
	$(program) -Xmx2g -Dworkspace.directory="$(results)" \
	  io.github.anomalyexporter.benchmarks.page.PageSpeed $(or $(HOSTS),10000)

measure-samples: ## Measure the store of samples: HOSTS=100, DAYS=7; a minute
	@examples/demo/get-tools java maven node
	$(build-programs)
	$(program) -Xmx1g io.github.anomalyexporter.benchmarks.samples.StoredWeek \
	  $(or $(HOSTS),100) $(or $(DAYS),7) "$(results)"

measure-sizing: ## Measure memory, CPU and scrapes for SIZES="10 100 1000"; half an hour, both cores, 10 GB
	@examples/demo/get-tools
	$(build-programs)
	$(program) $(real) io.github.anomalyexporter.benchmarks.sizing.Sizing $(or $(SIZES),10 100 1000)

demo: ## Show live scores of five simulated hosts and this machine; Ctrl-C ends it
	@examples/demo/logged target/demo-tools.log "checking the tools, downloading missing ones into .tools/" \
	  examples/demo/get-tools java maven node prometheus alertmanager node_exporter
	@examples/demo/logged target/demo-build.log "building the exporter; the first build downloads 200 MB" \
	  $(MAKE) --no-print-directory build
	@examples/demo/demo

incident: ## Start an incident in the running demo: make incident KIND=cpu-hog HOST=web-2
	@examples/demo/incident "$(KIND)" "$(HOST)"

calm: ## End the incidents of a host in the running demo: make calm HOST=web-2
	@examples/demo/incident none "$(HOST)"

check-demo: ## Start the demo until it shows scores and a message; run "make build" first
	@examples/demo/get-tools prometheus alertmanager node_exporter
	@examples/demo/check

phone: ## Show the messages of the running demo to the phone
	@test -e .demo/logs/phone.log || { echo "no demo is running; start it with: make demo"; exit 1; }
	@tail -n +1 -F .demo/logs/phone.log

chart: ## Package the Helm chart into target/
	@helm/sync --check
	@examples/demo/get-tools helm
	@.tools/helm/helm package helm/anomaly-exporter --destination target

sync: ## Copy rules, dashboards and the table of values into the Helm chart, rules into the example
	@helm/sync
	@examples/prometheus-operator/sync

version: ## Set the version in pom.xml and in all other files: VERSION=0.2.0
	@.ci/version "$(VERSION)"

clean: ## Remove the build output; .tools/ is kept
	$(maven) clean

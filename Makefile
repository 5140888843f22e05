# Habits. On a machine without make: deploy/test and deploy/demo do the same.

swift_files = Package.swift Sources clients Tests Benchmarks/micro

.PHONY: check lint format build test simulate sanitize demo release irc-clients bench bench-micro

# What every commit passes first.
check: lint build test

lint:
	swift format lint --strict --recursive $(swift_files)

format:
	swift format --in-place --recursive $(swift_files)

build:
	swift build --build-tests

test:
	swift test --disable-xctest

# More evenings than the tests have time for: `make simulate SEEDS=10000`, or `SEED=17` for one.
simulate:
	SEEDS=$${SEEDS:-5000} swift test --disable-xctest --filter SimulationTests

# The tests with every look at memory watched: after a change to anything that is `unsafe`. Not those of
# the pure core's simulations, which would take hours; what starts servers by itself, or it waits too long.
watched = swift test --disable-xctest --sanitize=address --scratch-path .build/sanitize
sanitize: export ASAN_OPTIONS = detect_leaks=0:suppressions=$(CURDIR)/Tests/Tools/not-ours.asan
sanitize:
	$(watched) --skip 'EngineTests|TidyTests|EndToEndTests'
	$(watched) --skip-build --filter EndToEndTests

# As docs/operations.md has it, with Swift's own libraries inside: a tenth faster, and nothing to install.
release:
	swift build -c release --static-swift-stdlib --product sandalid
	swift build -c release --static-swift-stdlib --product sandali

# Stock clients against a server of our own: `make irc-clients CLIENTS='irssi ii'` for some.
irc-clients:
	Tests/Clients/stock-clients.py $(CLIENTS)

demo:
	deploy/demo

# Single steps of a message's way, without sockets: time and allocations.
bench-micro:
	swift build -c release --static-swift-stdlib --product sandali-micro
	.build/release/sandali-micro $(WORK)

# Beside other servers: `make bench SCENARIOS=fan-busy,dm REPEATS=1` for some. See Benchmarks/README.md.
bench: release bench-micro
	Benchmarks/compare $(if $(SCENARIOS),--scenarios $(SCENARIOS)) $(if $(REPEATS),--repeats $(REPEATS)) \
	    $(if $(PEERS),--peers $(PEERS))

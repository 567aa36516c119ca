# SPDX-License-Identifier: AGPL-3.0-or-later
#
# Thin: meson and ninja build, the scripts in tools/ check.
#
#   make            build/attune and the test binaries
#   make test       dependencies, build, every test     (ONLY=understand/nps for some)
#   make demo       dependencies, build, an invented company's record, asked and served
#                   (DEMO='--listen 127.0.0.1:0' and other options of attune demo)
#   make lint       every check of the source
#   make asan       the tests under AddressSanitizer and UndefinedBehaviorSanitizer
#   make torture    1,000 kills and power cuts, 20,000 questions, instead of the few of make test
#   make fuzz proofs bench   (FUZZ_SECONDS=600, BENCH_ROWS=10000000 for longer)
#   make install    (DESTDIR, PREFIX)

BUILD  ?= build
PREFIX ?= /usr/local
ONLY   ?=
# none: without the browser interface, where there is no network to fetch its parts.
WEB    ?= dist
# Warnings are errors in a checkout, not in a source package built elsewhere.
WERROR ?= $(if $(wildcard .git),true,false)

ASAN_BUILD = $(BUILD)-asan
only       = $(if $(ONLY),--only '$(ONLY)')
# A room builds and tests alone; end-to-end tests need the program.
room       = $(firstword $(subst /, ,$(ONLY)))
wanted     = $(if $(ONLY),$(if $(filter web,$(room)),,$(room)_test) $(if $(filter tests web,$(room)),attune tests/test_owner tests/test_server))
# Two makes in one folder wait for each other.
ninja      = flock $(1) ninja -C $(1) -k 0

# A folder is told when WEB changes.
as_web     = grep -qsx '$(WEB)' $(1)/web || \
             { meson setup --reconfigure $(1) -Dweb=$(WEB) >/dev/null && echo '$(WEB)' >$(1)/web; }

all: $(BUILD)/build.ninja
	@$(call as_web,$(BUILD))
	@$(call ninja,$(BUILD)) $(wanted)

$(BUILD)/build.ninja:
	meson setup $(BUILD) --prefix='$(PREFIX)' -Dwerror=$(WERROR) -Dweb=$(WEB)
	@echo '$(WEB)' >$(BUILD)/web

$(ASAN_BUILD)/build.ninja:
	meson setup $(ASAN_BUILD) -Db_sanitize=address,undefined -Db_lundef=false -Dwerror=false -Dweb=$(WEB)
	@echo '$(WEB)' >$(ASAN_BUILD)/web

asan-build: $(ASAN_BUILD)/build.ninja
	@$(call as_web,$(ASAN_BUILD))
	@$(call ninja,$(ASAN_BUILD)) $(wanted)

deps:
	@tools/deps build $(if $(filter none,$(WEB)),,web)

# With the interface, in a browser too.
browses    = $(and $(filter dist,$(WEB)),$(if $(ONLY),$(filter web,$(room)),yes))
test: deps
	@$(if $(browses),tools/deps browser)
	@$(MAKE) --no-print-directory all
	@python3 tools/run_tests.py $(BUILD) --label plain $(if $(browses),--web) $(only)

asan: deps
	@$(MAKE) --no-print-directory asan-build
	@python3 tools/run_tests.py $(ASAN_BUILD) --label asan $(only)

# What must outlive the end of the process and of the power (KILLS, CUTS); columns beside
# every other way to an answer (QUESTIONS).
KILLS  ?= 1000
CUTS   ?= 1000
QUESTIONS ?= 20000
tortures = store/powercut listen/signal_powercut listen/seal_db listen/columns_threads \
	understand/record_answer tests/torture
torture: deps
	@$(MAKE) -s --no-print-directory $(BUILD)/build.ninja
	@$(call ninja,$(BUILD)) store_test listen_test understand_test tests_test
	@for only in $(tortures); do \
		ATTUNE_TORTURE_KILLS=$(KILLS) ATTUNE_TORTURE_CUTS=$(CUTS) \
			ATTUNE_TORTURE_QUESTIONS=$(QUESTIONS) ATTUNE_TORTURE_STEPS=200 \
			ATTUNE_TEST_SECONDS=1800 \
			python3 tools/run_tests.py $(BUILD) --label torture --only $$only || exit 1; \
	done

lint: deps
	@tools/deps lint
	@python3 tools/lint.py $(BUILD)

# Long simulations with fixed seeds; writes docs/proofs.md.
proofs: deps
	@$(MAKE) -s --no-print-directory $(BUILD)/build.ninja
	@$(call ninja,$(BUILD)) prove_coverage
	proofs/write_document.sh $(BUILD)/prove_coverage

fuzz: deps
	@tools/deps fuzz
	@tools/fuzz $(if $(FUZZ_SECONDS),--seconds $(FUZZ_SECONDS))

# Signals in the record that bench/record measures on (10000000 takes half an hour more);
# megabytes of a table that bench/import takes beside small ones (0: none); signals that
# bench/http asks about.
BENCH_ROWS ?= 1000000
BENCH_MB   ?= 0
BENCH_HTTP_ROWS ?= 100000
bench: deps
	@tools/deps bench
	@$(MAKE) --no-print-directory all
	@$(call ninja,$(BUILD)) bench/read_file bench/count_attune bench/count_libcsv \
		bench/engine bench/door bench/load_plain bench/answers bench/load_http bench/bare_http
	@bench/run $(BUILD)
	@echo
	@$(BUILD)/bench/engine
	@echo
	@bench/record $(BUILD) --rows $(BENCH_ROWS)
	@bench/import $(BUILD) --mb $(BENCH_MB)
	@echo
	@bench/http $(BUILD) --rows $(BENCH_HTTP_ROWS)

demo: deps
	@$(MAKE) --no-print-directory all wanted=attune
	@tools/demo $(BUILD) $(DEMO)

install: $(BUILD)/build.ninja
	meson configure $(BUILD) --prefix='$(PREFIX)'
	@$(MAKE) --no-print-directory all
	meson install -C $(BUILD) --no-rebuild $(if $(DESTDIR),--destdir '$(abspath $(DESTDIR))')

# The reference, as the program writes it.
docs: all
	$(BUILD)/attune help --as markdown >docs/COMMANDS.md

# Writes what lint wants to see: the layout of the C sources, the drawing of the rooms.
format:
	@tools/deps lint
	tools/draw_rooms.py
	clang-format -i $$(find src tests fuzz bench proofs -name "*.[ch]")

clean:
	rm -rf $(BUILD) $(ASAN_BUILD)

.PHONY: all asan-build deps docs format test torture asan lint proofs fuzz bench demo install clean

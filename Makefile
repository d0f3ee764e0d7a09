# The only entry point. A machine needs Rust and Node; the rest is installed when it is missing.
#
#   make run     build and open Farthing                 FARTHING_LEDGER=FILE opens another ledger
#   make test    everything that must hold, in one go
#   make bench   how fast the ledger and its rules are
#   make fmt     format all sources
#   make lint    the quick part of the tests
#   make shots   pictures of every screen in e2e/shots, one for the README
#   make fuzz    every reader against broken files, 20 minutes each   TARGETS="csv ofx" JOBS=2
#   make associate   offer Farthing under "Open with" for statements; make dissociate takes it back
#   make kills   200 killed imports, and nothing lost    KILLS=N for another number

SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory

BUILT := $(or $(CARGO_TARGET_DIR),target)
NPM_CI := npm ci --ignore-scripts --no-audit --no-fund
PAGE := ui/dist/index.html
PAGE_SOURCES := $(shell find ui/src ui/messages ui/public -type f 2>/dev/null) \
    $(wildcard ui/index.html ui/*.config.* ui/tsconfig*.json)
STORIES := $(wildcard e2e/package.json)
# A machine without a screen gets one in memory.
ON_A_SCREEN = $(if $(shell command -v xvfb-run),xvfb-run --auto-servernum --server-args="-screen 0 1400x1000x24")
KILLS ?= 200

.PHONY: help run window associate dissociate test bench fmt lint shots fuzz kills page tools packages test-packages rust-check page-check rust-test stories

help:
	@sed -n 's/^#   //p' Makefile

run:
	@scripts/screen.sh
	$(MAKE) window
	exec $(BUILT)/release/farthing-desktop

# The page is inside the program, so it comes first.
window: packages $(PAGE)
	cargo build --release --locked -p farthing-desktop

associate: window
	@scripts/system-packages.sh associate
	scripts/associate.sh $(abspath $(BUILT))/release/farthing-desktop

dissociate:
	scripts/associate.sh --remove

test: test-packages
	@$(MAKE) page-check
	@$(MAKE) rust-check
	@$(MAKE) rust-test
	@$(MAKE) stories
	@echo "make test: everything holds."

bench: tools
	cargo bench --locked -p farthing-rules -p farthing-ledger -p farthing-pictures

fmt: tools ui/node_modules/.stamp
	cargo fmt --all
	npm --prefix ui run format

lint: packages page-check rust-check
	cargo test --locked -p xtask

# A release cannot be steered by another program, so the pictures are of the debug build.
shots: test-packages e2e/node_modules/.stamp $(PAGE)
	cargo build --locked -p farthing-desktop
	mkdir -p e2e/shots docs/pictures
	FARTHING_DESKTOP=$(abspath $(BUILT))/debug/farthing-desktop $(ON_A_SCREEN) node e2e/shots.mjs e2e/shots
	cp e2e/shots/small-light-1200x800.png docs/pictures/small-light.png

fuzz: tools
	scripts/fuzz.sh $(TARGETS)

kills: tools
	KILLS=$(KILLS) cargo test --release --locked -p farthing-cli --test kills -- --nocapture

# Parts ---------------------------------------------------------------------------------------------

tools:
	@scripts/tools.sh

packages: tools
	@scripts/system-packages.sh build

test-packages: tools
	@scripts/system-packages.sh test

page: $(PAGE)

# `npm ci` runs again only when the lock has changed.
%/node_modules/.stamp: %/package-lock.json | tools
	cd $* && $(NPM_CI)
	@touch $@

$(PAGE): ui/node_modules/.stamp $(PAGE_SOURCES)
	npm --prefix ui run build
	@touch $@

page-check: ui/node_modules/.stamp $(PAGE)
	npm --prefix ui run check
	npm --prefix ui run lint
	npm --prefix ui run format:check
	npm --prefix ui test

rust-check: $(PAGE)
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets -- -D warnings

# One profile and one set of features for the tests and for the window that the stories drive.
rust-test: $(PAGE)
	cargo test --locked --workspace
ifneq ($(FARTHING_CORPUS)$(FARTHING_VECTORS),)
	cargo test --locked --workspace --test corpus --test vectors -- --nocapture
endif
	cargo build --locked --workspace --bins --tests

stories: $(STORIES:package.json=node_modules/.stamp)
	FARTHING_DESKTOP=$(abspath $(BUILT))/debug/farthing-desktop $(ON_A_SCREEN) npm --prefix e2e test

# What a newcomer can do here. `just` alone lists it. (Install: apt-get install just, or
# cargo install just.) Every recipe is one line of what you would type without just.

# List what can be done
default:
    @just --list --unsorted

# Build and start the embedded engine on http://localhost:8080
start *args:
    ./start.sh {{args}}

# Stop it
stop:
    ./stop.sh

# Run the tests of a phase (lint, unit, integration, sdk, e2e, fleet, fuzz), or all
test *phases:
    ./test.sh {{phases}}

# Format everything
format:
    cargo fmt --all

# What CI runs
ci:
    bash .ci/run

# Run one comparison with a peer; without a name: list them
bench name='--list' *args:
    bench/run {{name}} {{args}}

# Check the configuration and the machine
doctor:
    cargo run -p live-engine -- doctor

# The command with all that it needs, installed by the hashes in requirements.txt, and git, which it asks for history.
# Build it in a clone of this repository: docker build --tag postmortem-tracker .
FROM python:3.13-slim

RUN apt-get update \
    && apt-get install --yes --no-install-recommends git \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /opt/tool
COPY requirements.txt .
RUN python -I -m pip install --no-cache-dir --require-hashes --only-binary :all: --requirement requirements.txt
COPY pyproject.toml README.md LICENSE MANIFEST.in ./
COPY docs/how-to docs/how-to
COPY docs/concepts docs/concepts
COPY tracker tracker
COPY integrations integrations
RUN python -I -m pip install --no-cache-dir --no-deps --no-build-isolation .

# Nobody needs more rights than those of whoever owns the documents: docker run --user "$(id -u):$(id -g)".
RUN useradd --uid 1000 tracker
USER 1000:1000
# Of any user that is asked for.
ENV HOME=/tmp
WORKDIR /work
ENTRYPOINT ["postmortem-tracker"]

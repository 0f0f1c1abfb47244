# One image for web, worker, beat and setup; docker-compose.yml says which command each runs.
FROM node:22-slim AS front-end
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM python:3.12-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 STATIC_COLLECTED=1
WORKDIR /srv/waymark
COPY requirements/runtime.txt requirements/runtime.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/runtime.txt
COPY --from=front-end /build/node_modules node_modules
COPY manage.py pyproject.toml ./
COPY surveyapp surveyapp
COPY benchmarking benchmarking
COPY templates templates
COPY static static
COPY locale locale
RUN python -m babel.messages.frontend --quiet compile --domain django --directory locale
RUN SECRET_KEY=build-only LEAST_OWNERS=6 LEAST_OWNERS_SENSITIVE=11 DATABASE_URL=postgres://nobody@nowhere/none python manage.py collectstatic --noinput --ignore "ext/*" \
    && useradd --system --home-dir /srv/waymark waymark && mkdir var && chown waymark var
USER waymark
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "surveyapp.config.wsgi:application"]

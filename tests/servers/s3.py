"""An S3 in a process of its own: moto's server, with one bucket."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event

from tests.servers.processes import Child, free_port

BUCKET = "shelf"
KEYS = {"AWS_ACCESS_KEY_ID": "of-the-test", "AWS_SECRET_ACCESS_KEY": "of-the-test", "AWS_REGION": "us-east-1"}


@contextmanager
def shelving() -> Iterator[dict[str, str]]:
    """Yields the environment that leads to it."""
    port = free_port()
    with Child(_serve, port) as child:
        child.hears("ready")
        child.go_on()
        yield {**KEYS, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}"}


def _serve(say: Callable[[str], None], port: int) -> None:
    import boto3  # type: ignore[import-untyped] # noqa: PLC0415 -- a second, in the process that needs it
    from moto.server import ThreadedMotoServer  # noqa: PLC0415 -- as above

    ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False).start()
    client = boto3.client(
        "s3", endpoint_url=f"http://127.0.0.1:{port}", region_name="us-east-1",
        aws_access_key_id="of-the-test", aws_secret_access_key="of-the-test",
    )  # fmt: skip
    client.create_bucket(Bucket=BUCKET)
    say("ready")
    Event().wait()

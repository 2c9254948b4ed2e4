"""rest.mask.secrets: what GET shows, and that the connector is run with what was sent."""
import pytest

pytestmark = pytest.mark.embedded


def test_passwords_are_hidden_everywhere(start_weir, tmp_path):
    weir = start_weir({"rest.mask.secrets": "true"})
    (tmp_path / "in.txt").write_text("a\n")
    config = {"connector.class": "FileStreamSource", "topic": "m", "file": str(tmp_path / "in.txt"),
              "x.password": "hunter2", "y.password": "${env:Y}", "producer.override.sasl.jaas.config": "hunter2"}
    assert "hunter2" not in weir.rest.call("POST", "/connectors", {"name": "m", "config": config}).text()
    for path in ("/connectors/m", "/connectors/m/config", "/connectors/m/tasks", "/connectors?expand=info"):
        weir.wait_for(lambda path=path: weir.rest.get(path).text().count("[hidden]") == 2, 10, f"{path} to hide two")
        shown = weir.rest.get(path).text()
        assert "hunter2" not in shown
        assert "${env:Y}" in shown

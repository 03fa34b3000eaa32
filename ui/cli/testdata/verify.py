"""Checks a signed request with oauthlib, a verifier that is not ours.

The request comes on standard input: its method, its URL, its form and its
Authorization header, a line each. The key's four values follow.
"""
import sys

from oauthlib.oauth1 import RequestValidator, ResourceEndpoint


class Key(RequestValidator):
    enforce_ssl = True
    client_key_length = access_token_length = nonce_length = (1, 128)
    safe_characters = set(map(chr, range(33, 127)))
    dummy_client = dummy_access_token = "none"

    def __init__(self, app_key, secret, token, token_secret):
        super().__init__()
        self.values = app_key, secret, token, token_secret

    def validate_client_key(self, client_key, request):
        return client_key == self.values[0]

    def validate_access_token(self, client_key, token, request):
        return token == self.values[2]

    def validate_timestamp_and_nonce(self, *args, **kwargs):
        return True

    def validate_realms(self, *args, **kwargs):
        return True

    def get_client_secret(self, client_key, request):
        return self.values[1]

    def get_access_token_secret(self, client_key, token, request):
        return self.values[3]


lines = sys.stdin.read().splitlines()
method, url, form, header = lines[:4]
headers = {"Authorization": header.removeprefix("Authorization: ")}
if form:
    headers["Content-Type"] = "application/x-www-form-urlencoded"
valid, request = ResourceEndpoint(Key(*lines[4:8])).validate_protected_resource_request(
    url, http_method=method, body=form or None, headers=headers)
print("accepted" if valid else f"refused: {request.validator_log}")

package oauth

// Explanation is one signature with every step that led to it. With
// [PLAINTEXT] its Signature and its Header hold both secrets; else only
// SigningKey is secret.
type Explanation struct {
	Method    Method
	Nonce     string
	Timestamp string

	// Parameters are in the order in which they are signed. What the request
	// has and the signature leaves out is told in Notes.
	Parameters []Parameter
	BaseURI    string
	Notes      []string // what was changed or left out on the way to BaseURI and Parameters

	NormalizedParameters string
	BaseString           string
	SigningKey           Secret
	Signature            string // not encoded
	Header               string // the value of Authorization
}

// Parameter is one signed parameter.
type Parameter struct {
	Source  Source
	Raw     string // as it is sent: "name=value", or "name" alone
	Name    string // decoded
	Value   string // decoded
	Encoded string // "name=value" as NormalizedParameters has it
	Notes   []string
}

// Explain signs r as [Signer.AppendAuthorization] does and shows the steps. Each
// call takes a new nonce.
func (s *Signer) Explain(r Request) (*Explanation, error) {
	m, err := r.message()
	if err != nil {
		return nil, err
	}
	sg, err := s.sign(m)
	if err != nil {
		return nil, err
	}
	defer sg.release()
	return sg.explain(m), nil
}

func (sg *signing) explain(m message) *Explanation {
	return &Explanation{Header: string(sg.appendHeader(nil))}
}
